# syntax=docker/dockerfile:1

# Builds the package; nothing of this stage but the result reaches the image.
FROM node:20.19.5-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --omit=optional --omit=peer --ignore-scripts --no-audit --no-fund

FROM node:20.19.5-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8787
WORKDIR /app
# The folders that volumes are put on belong to the user of the service, so that new volumes do too.
RUN mkdir -p /data /corpus && chown node:node /data /corpus
COPY --from=build --chown=root:root /build/package.json /build/LICENSE ./
COPY --from=build --chown=root:root /build/node_modules ./node_modules
COPY --from=build --chown=root:root /build/dist ./dist
# By number, so that a cluster can see that it is not root: 1000 is `node`.
USER 1000:1000
VOLUME ["/data"]
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Writes to /data alone: run it with a read-only root file system.
CMD ["node", "dist/main.js", "serve", "--corpus", "/corpus", "--data-dir", "/data"]
