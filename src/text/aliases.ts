/**
 * The one table of technology names: canonical spelling, category, other spellings. Shared by ingest, retrieval, router and cache,
 * so that "k8s" means Kubernetes everywhere. Names that are also plain words are marked: they count only as written, in context.
 */

export interface Technology {
  /** As its makers write it. */
  readonly name: string;
  /** Other spellings in lower case; the name itself is not repeated. */
  readonly aliases: readonly string[];
  readonly category: string;
  /** Also an English word or a letter ("Go", "React", "C"): match the exact case only, and not as a verb. */
  readonly isAmbiguous: boolean;
  /** Aliases that are plain words too ("node", "spark"): they count with a capital only, and not as the first word of a sentence. */
  readonly wordAliases: readonly string[];
}

// Category: names separated by ";", each "Name = alias, alias"; "!" in front marks a name or alias that is a plain word too.
const table: Readonly<Record<string, string>> = {
  language:
    'JavaScript = js, ecmascript, es6; TypeScript = ts; Python = python3, py; !Go = golang; !Rust; Java; Kotlin; !Swift; Objective-C = objc; !C; C++ = cpp, c plus plus; C# = csharp, c sharp; F# = fsharp; Ruby; PHP; Perl; Scala; Clojure; !Elixir; Erlang; Haskell; OCaml; !Dart; Lua; !R; !Julia; MATLAB; Fortran; COBOL; Bash = shell script, bash script; PowerShell; SQL; PL/pgSQL; GraphQL; HTML = html5; CSS = css3; !Sass = scss; !Less; Solidity; !Zig; Nim; !Groovy; !Assembly; WebAssembly = wasm; Markdown; YAML; TOML; JSON; XML; Visual Basic = vb.net, vba; !Crystal; AssemblyScript; Terraform HCL = hcl; LaTeX',
  runtime:
    'Node.js = !node, nodejs; Deno; !Bun; JVM; .NET = dotnet, dot net, .net core, asp.net core; CPython; PyPy; GraalVM',
  framework:
    '!React = react.js, reactjs; !Next.js = nextjs; Vue = vue.js, vuejs; Nuxt = nuxt.js; Angular = angularjs; Svelte = sveltekit; !Solid = solidjs, solid.js; !Ember = ember.js; jQuery; !Express = express.js, expressjs; NestJS = nest.js; Fastify; !Koa; !Hapi; !Echo; !Fiber = gofiber; !Gin = gin-gonic; !Chi = go-chi; Gorilla Mux = gorilla/mux; Gorilla WebSocket = gorilla/websocket; Ruby on Rails = rails, ror; !Sinatra; Hanami; Django; !Flask; FastAPI; Starlette; !Tornado; aiohttp; !Spring = spring framework; Spring Boot = springboot; !Quarkus; Micronaut; Laravel; Symfony; WordPress = wp; ASP.NET; Blazor; Phoenix LiveView; !Phoenix; Actix = actix-web; Axum; Rocket.rs; Tokio; !Electron; Tauri; React Native; Flutter; !Ionic; Qt; SwiftUI; UIKit; Jetpack Compose; Tailwind CSS = !tailwind, tailwindcss; Bootstrap CSS = !bootstrap; Material UI = mui; !Remix; !Astro; !Gatsby; Redux; Zustand; MobX; Storybook; Three.js = threejs; D3 = d3.js; Recharts; Chart.js; Leaflet; !Unity = unity3d; Unreal Engine; Godot; Pygame; Streamlit; Gradio; Action Cable = actioncable; Active Record = activerecord; Sidekiq; !Puma; Rack::Attack = rack-attack; RSpec; redigo; Axios; Mongoose; Prisma; Sequelize; TypeORM; !Drizzle; SQLAlchemy; !Alembic; !Hibernate; GORM; sqlc; LangChain; LlamaIndex; LangGraph; Pydantic; Zod; Socket.IO = socketio; SignalR; tRPC; gRPC; Apollo GraphQL = !apollo; !Celery; Bull MQ = bullmq; Jekyll; !Hugo; Docusaurus',
  database:
    'PostgreSQL = postgres, psql, pg, postgre; MySQL = my sql; MariaDB; SQLite = sqlite3; Oracle Database = oracle db; SQL Server = mssql, ms sql, microsoft sql server; MongoDB = mongo; Cassandra = apache cassandra; ScyllaDB; DynamoDB = dynamo db; CouchDB; Couchbase; CockroachDB; Neo4j; InfluxDB; TimescaleDB; ClickHouse; DuckDB; !Snowflake; BigQuery; Redshift; Firestore; Firebase; Supabase; PlanetScale; Cloud Spanner = !spanner; HBase; RocksDB; LevelDB; LMDB; etcd; FoundationDB; SurrealDB; Vitess; pgBouncer; pgvector; pg_trgm; !Realm; Trino = !presto; Apache Iceberg = !iceberg; Delta Lake',
  'vector database': 'Qdrant; !Pinecone; Weaviate; Milvus; !Chroma = chromadb; FAISS; LanceDB; !Vespa',
  search:
    'Elasticsearch = elastic search, !elastic; OpenSearch; Apache Solr = solr; Lucene = apache lucene; Meilisearch; Typesense; Algolia; Sphinx Search; BM25',
  cache:
    'Redis = redis server; Memcached; Valkey; KeyDB; Varnish; Dragonfly DB; Redis Sentinel; Redis Cluster',
  queue:
    'Kafka = apache kafka; RabbitMQ = rabbit mq; NATS = nats.io; ActiveMQ; Apache Pulsar = !pulsar; Amazon SQS = sqs, aws sqs; Amazon SNS = sns; Google Pub/Sub = cloud pub/sub; ZeroMQ = 0mq; Redis Streams; MQTT; AMQP; Kinesis; Temporal.io; Apache Airflow = airflow; Debezium',
  cloud:
    'AWS = amazon web services; Amazon EC2 = ec2, aws ec2; Amazon S3 = s3, aws s3; AWS Lambda = lambda functions; Amazon RDS = rds; Amazon ECS = ecs; Amazon EKS = eks; CloudFront; CloudFormation; CloudWatch; IAM; Google Cloud = gcp, google cloud platform; Cloud Run; Google Kubernetes Engine = gke; Azure = microsoft azure; Azure Functions; Heroku; Netlify; Vercel; Cloudflare; Cloudflare Workers; DigitalOcean; Linode; Fly.io; !Render; Railway.app; OpenStack; VMware; Hetzner; OVH; MinIO; Backblaze',
  infrastructure:
    'Docker; Docker Compose = docker-compose, compose file; Docker Swarm; Kubernetes = k8s, kube; !Helm; Istio; !Envoy; Linkerd; Podman; containerd; Terraform; OpenTofu; Pulumi; Ansible; !Chef; !Puppet; !Vagrant; !Packer; !Nomad; !Consul; HashiCorp Vault; NGINX = nginx; Apache HTTP Server = apache httpd; HAProxy; Traefik; !Caddy; !Kong; systemd; Linux = gnu/linux; Ubuntu; Debian; Alpine Linux = !alpine; Red Hat; Raspberry Pi; Proxmox; CDN = content delivery network; Ceph',
  'continuous integration':
    'Jenkins; GitHub Actions = gh actions; GitLab CI = gitlab-ci; CircleCI; Travis CI; TeamCity; Argo CD = argocd; Flux CD = fluxcd; Bitbucket Pipelines; CI/CD = continuous integration, continuous delivery, continuous deployment, cicd; Buildkite; SonarQube',
  observability:
    'Prometheus; Grafana; !Loki; Jaeger; Zipkin; OpenTelemetry = otel; Datadog; New Relic; !Sentry; Kibana; Logstash; ELK = elk stack; Fluentd; Splunk; PagerDuty; StatsD; Honeycomb.io; Nagios; Zabbix',
  protocol:
    'HTTP; HTTPS; HTTP/2 = http2; HTTP/3 = http3, quic; WebSocket = websockets, web socket, web sockets; WebRTC; !REST = restful, rest api, rest apis; !SOAP; TCP; UDP; TLS = ssl, mtls; SSH; DNS; SMTP; IMAP; FTP = sftp; OAuth = oauth2, oauth 2.0; OpenID Connect = oidc; SAML; JWT = json web token, json web tokens, jwts; Server-Sent Events = sse; Protocol Buffers = protobuf, protobufs; Avro; MessagePack = msgpack; !Thrift; CORS; LDAP; BLE = bluetooth low energy; LoRaWAN = lora wan; !CAN; Modbus; OPC UA; !Raft; Paxos; CRDT = crdts; Webhook = webhooks; OpenAPI = swagger',
  security:
    "bcrypt; Argon2 = argon2id; scrypt; PBKDF2; AES; RSA; HMAC; PGP = gpg; OWASP; Keycloak; Auth0; Okta; Passport.js; !Devise; Let's Encrypt; !Vault; WAF; Fail2ban; PASETO; WebAuthn = passkeys; TOTP",
  'machine learning':
    'TensorFlow = tensor flow; PyTorch = torch; Keras; scikit-learn = sklearn, scikit learn; XGBoost; LightGBM; CatBoost; pandas; NumPy; SciPy; Matplotlib; Jupyter = jupyter notebook, jupyter notebooks; Hugging Face = huggingface; Transformers.js; ONNX = onnx runtime; OpenCV; spaCy; NLTK; MLflow; Kubeflow; Apache Spark = !spark, pyspark; Hadoop; !Dask; dbt; CUDA; JAX; Ray Serve; Optuna; !Whisper; YOLO = yolov5, yolov8; Random Forest = random forests; Logistic Regression; Stable Diffusion; RAG = retrieval-augmented generation, retrieval augmented generation; LoRA; Ollama; vLLM; llama.cpp',
  model:
    'OpenAI; GPT-4 = gpt4, gpt-4o; GPT-3.5 = gpt3.5; ChatGPT; !Claude; Anthropic; !Gemini; Llama = llama 2, llama 3, llama2, llama3; !Mistral; BERT; RoBERTa; DistilBERT; MiniLM = all-minilm-l6-v2, all-minilm; Sentence Transformers = sentence-transformers, sbert; word2vec; !GloVe; !CLIP; ResNet; !Transformer; LSTM; !T5',
  tool: 'Git; GitHub; GitLab; Bitbucket; Subversion = svn; Vite; webpack; !Rollup; esbuild; !Babel; !Parcel; Turborepo; !Nx; npm; pnpm; !Yarn; pip; !Poetry; Conda = anaconda; !Cargo; !Maven; Gradle; CMake; Makefile = gnu make; Bazel; ESLint; !Prettier; !Jest; Vitest; !Mocha; !Chai; !Cypress; !Playwright; Selenium; Puppeteer; pytest; JUnit; TestNG; Mockito; !Postman; !Insomnia; k6; !Locust; JMeter; Gatling; autocannon; Testcontainers; fast-check; !Hypothesis; VS Code = visual studio code, vscode; Vim = neovim; Emacs; IntelliJ IDEA = intellij; Xcode; Android Studio; Figma; Jira; !Confluence; !Notion; !Slack; Trello; !Excel; Power BI; !Tableau; !Looker; Metabase; !Stripe; Twilio; SendGrid; PayPal; Mapbox; OpenStreetMap; FFmpeg; ImageMagick; Pandoc; curl; Swagger UI; Arduino; ESP32; STM32; KiCad; !ROS = ros2; !Blender; AutoCAD; SolidWorks; !Android; iOS = iphone, ipad; !Windows; macOS = mac os; Chrome Extension; Airbyte; Fivetran',
};

function parseTable(): Technology[] {
  return Object.entries(table).flatMap(([category, names]) =>
    names.split(';').map((entry): Technology => {
      const [name = '', aliases = ''] = entry.trim().split(' = ');
      const spellings = aliases === '' ? [] : aliases.split(',').map((alias) => alias.trim());
      return {
        name: name.replace(/^!/, ''),
        aliases: spellings.map((alias) => alias.replace(/^!/, '')),
        category,
        isAmbiguous: name.startsWith('!'),
        wordAliases: spellings.filter((alias) => alias.startsWith('!')).map((alias) => alias.slice(1)),
      };
    }),
  );
}

export const technologies: readonly Technology[] = parseTable();

const namePart = /(?<![\p{L}\p{N}])\.net(?![\p{L}\p{N}])|[\p{L}\p{N}]+(?:\+\+|#(?![\p{L}\p{N}]))?/giu;

/** Form in which two spellings are equal: lower case, punctuation as spaces, but "c++", "c#" and ".net" kept. */
export function nameKey(name: string): string {
  return (name.toLowerCase().match(namePart) ?? []).join(' ');
}

function indexByKey(): Map<string, Technology> {
  const byKey = new Map<string, Technology>();
  for (const technology of technologies) {
    for (const alias of technology.aliases) byKey.set(nameKey(alias), technology);
  }
  for (const technology of technologies) byKey.set(nameKey(technology.name), technology);
  return byKey;
}

const byKey = indexByKey();

function indexFirstWords(): Map<string, number> {
  const longest = new Map<string, number>();
  for (const key of byKey.keys()) {
    const words = key.split(' ');
    const first = words[0] ?? '';
    longest.set(first, Math.max(words.length, longest.get(first) ?? 0));
  }
  return longest;
}

const longestFrom = indexFirstWords();

/** Words of the longest name that begins with this word (lower case); 0 when none does. */
export function longestNameFrom(firstWord: string): number {
  return longestFrom.get(firstWord) ?? 0;
}

/** The table's entry for a name or an alias in any case; undefined when it is no technology of the table. */
export function technologyNamed(name: string): Technology | undefined {
  return byKey.get(nameKey(name));
}

/** The same for a key that `nameKey` made. */
export function technologyByKey(key: string): Technology | undefined {
  return byKey.get(key);
}
