"""The real engine of Qdrant behind the REST calls that askfolio makes, for checks where no server can be installed: float32 arithmetic, normalised
vectors, segments, its own order of ties. Collections live in a temporary folder; no keys, no cluster, no strictness beyond the engine's own.

    python3 -m venv VENV && VENV/bin/pip install qdrant-edge-py==0.9.0 && VENV/bin/python scripts/engines/qdrant_edge_server.py [PORT]
    npx tsx scripts/engines/compare-qdrant.ts --url http://127.0.0.1:PORT --corpus corpus eval/golden/*.yaml

Opt-in: no test needs Python."""

import json
import re
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

import qdrant_edge as edge

folder = tempfile.TemporaryDirectory()
lock = Lock()
collections = {}
aliases = {}


class Refusal(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def find(name):
    found = collections.get(aliases.get(name, name))
    if found is None:
        raise Refusal(404, f"Not found: Collection `{name}` doesn't exist!")
    return found


def create(name, body):
    if name in collections:
        raise Refusal(409, f"Wrong input: Collection `{name}` already exists!")
    vectors = {key: edge.EdgeVectorParams(each["size"], getattr(edge.Distance, each["distance"])) for key, each in body["vectors"].items()}
    sparse = {key: edge.EdgeSparseVectorParams() for key in body.get("sparse_vectors", {})}
    path = Path(folder.name) / name
    path.mkdir()
    shard = edge.EdgeShard.create(str(path), edge.EdgeConfig(vectors=vectors, sparse_vectors=sparse))
    collections[name] = {"shard": shard, "config": body, "metadata": None}
    return True


def read_vector(value):
    return edge.SparseVector(value["indices"], value["values"]) if isinstance(value, dict) else value


def read_filter(body):
    if body is None:
        return None
    conditions = [edge.FieldCondition(each["key"], match=edge.MatchValue(each["match"]["value"])) for each in body["must"]]
    return edge.Filter(must=conditions)


def read_params(body):
    if body is None:
        return None
    quantization = body.get("quantization")
    return edge.SearchParams(exact=body.get("exact", False), quantization=quantization and edge.QuantizationSearchParams(**quantization))


def query(shard, body):
    request = edge.QueryRequest(
        limit=body.get("limit", 10),
        query=edge.Query.Nearest(read_vector(body["query"]), using=body["using"]),
        filter=read_filter(body.get("filter")),
        params=read_params(body.get("params")),
        with_payload=body.get("with_payload", False),
    )
    points = shard.query(request)
    return {"points": [{"id": str(point.id), "version": point.version, "score": point.score, "payload": point.payload} for point in points]}


def upsert(shard, body):
    points = [
        edge.Point(point["id"], {key: read_vector(value) for key, value in point["vector"].items()}, point["payload"])
        for point in body["points"]
    ]
    shard.update(edge.UpdateOperation.upsert_points(points))
    return {"operation_id": 1, "status": "completed"}


def index(shard, body):
    schema = body["field_schema"]
    is_tenant = isinstance(schema, dict) and schema.get("is_tenant", False)
    shard.update(edge.UpdateOperation.create_field_index(body["field_name"], edge.KeywordIndexParams(is_tenant=is_tenant)))
    return {"operation_id": 1, "status": "completed"}


def info(collection):
    config = collection["config"]
    params = {"vectors": config["vectors"], "sparse_vectors": config.get("sparse_vectors")}
    count = collection["shard"].count(edge.CountRequest())
    return {"status": "green", "points_count": count, "config": {"params": params, "metadata": collection["metadata"]}}


def change_aliases(body):
    for action in body["actions"]:
        if "delete_alias" in action:
            aliases.pop(action["delete_alias"]["alias_name"], None)
        else:
            wanted = action["create_alias"]
            find(wanted["collection_name"])
            aliases[wanted["alias_name"]] = wanted["collection_name"]
    return True


def remove(name):
    collection = collections.pop(name, None)
    if collection is not None:
        collection["shard"].close()
    return collection is not None


def on_collection(method, name, action, body):
    if action == "exists":
        return {"exists": aliases.get(name, name) in collections}
    if action == "" and method == "PUT":
        return create(name, body)
    if action == "" and method == "DELETE":
        return remove(name)
    collection = find(name)
    shard = collection["shard"]
    if action == "" and method == "GET":
        return info(collection)
    if action == "" and method == "PATCH":
        collection["metadata"] = {**(collection["metadata"] or {}), **body["metadata"]}
        return True
    calls = {"index": index, "points": upsert, "points/query": query}
    if action in calls:
        return calls[action](shard, body)
    if action == "points/query/batch":
        return [query(shard, each) for each in body["searches"]]
    if action == "points/count":
        return {"count": shard.count(edge.CountRequest(filter=read_filter(body.get("filter"))))}
    raise Refusal(404, f"no such route: {method} {action}")


def route(method, path, body):
    if path == "/aliases":
        return {"aliases": [{"alias_name": alias, "collection_name": name} for alias, name in aliases.items()]}
    if path == "/collections/aliases":
        return change_aliases(body)
    if path == "/collections":
        return {"collections": [{"name": name} for name in collections]}
    found = re.fullmatch(r"/collections/([^/]+)(?:/(.*))?", path)
    if found is None:
        raise Refusal(404, f"no such route: {method} {path}")
    return on_collection(method, found[1], found[2] or "", body)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        path = self.path.split("?")[0]
        status, reply = 200, {"title": "qdrant - vector search engine", "version": "1.18.1-edge"}
        try:
            if path != "/":
                with lock:
                    reply = {"result": route(self.command, path, body), "status": "ok", "time": 0}
        except Refusal as refusal:
            status, reply = refusal.status, {"status": {"error": str(refusal)}, "time": 0}
        except Exception as error:
            status, reply = 400, {"status": {"error": f"Wrong input: {error}"}, "time": 0}
        text = json.dumps(reply).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = answer

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 6333), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
