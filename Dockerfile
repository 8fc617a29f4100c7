# One image for every role: the command says which.
FROM node:22-bookworm-slim
WORKDIR /steward
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run setup && chown -R node:node /steward
USER node
ENTRYPOINT ["node", "apps/cli/bin.mjs"]
