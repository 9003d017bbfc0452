/** HTML pages and assets: security headers (helmet) and compression live here and cost the API routes nothing. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type Express, type RequestHandler, type Response } from 'express';
import helmet from 'helmet';
import type { Application, HttpOptions } from './application.js';
import { demoPageScript, demoPageStyle, pageScriptPath, pageStylePath, renderDemoPage } from './demo-page.js';
import { renderDocs } from './docs-page.js';
import type { EndpointName } from './endpoints.js';
import { plainPage, plainPageScript, plainPageStyle, plainScriptPath, plainStylePath } from './plain-page.js';
import { plainWidgetScript } from './plain-widget.js';

const evergreen = 'public, max-age=300';
const immutable = 'public, max-age=31536000, immutable';
/** A file whose name holds a version or a content hash never changes. */
const isVersioned = /[.-](v?\d+\.\d+\.\d+|[0-9a-f]{8,}|[A-Z0-9]{8})\.[a-z0-9.]+$/;

export type PageName = Extract<EndpointName, 'page' | 'embed' | 'widget' | 'docs'>;
type PageOptions = Pick<HttpOptions, 'assetFolder' | 'allowedOrigins' | 'ownerToken'>;

/** Handlers of the page routes; a file that the asset folder holds at the start goes before the built-in page. */
export function createPages(
  options: PageOptions,
  application: Pick<Application, 'documents'>,
): Record<PageName, RequestHandler[]> {
  const own = secureHeaders(["'self'"]);
  const framed = secureHeaders(["'self'", ...options.allowedOrigins]);
  const docs = renderDocs({ withOwner: options.ownerToken !== undefined && options.ownerToken !== '' });
  const send = (
    name: string,
    otherwise: { type: string; text: () => string; isLive?: true },
  ): RequestHandler => {
    const root = options.assetFolder;
    if (root === undefined || !existsSync(join(root, name))) {
      return (_request, response) =>
        void sendText(response, otherwise.type, otherwise.text(), otherwise.isLive && 'no-cache');
    }
    return (_request, response, next) => {
      response.setHeader('Cache-Control', evergreen);
      response.sendFile(name, { root, cacheControl: false, acceptRanges: false }, (error?: Error) => {
        // Without an error the answer is out.
        if (error !== undefined) next(error);
      });
    };
  };
  const compress = compression();
  return {
    page: [
      own,
      compress,
      send('index.html', { type: 'html', text: () => renderDemoPage(application.documents()), isLive: true }),
    ],
    embed: [framed, compress, send('embed.html', { type: 'html', text: () => plainPage })],
    docs: [own, compress, (_request, response) => void sendText(response, 'html', docs)],
    widget: [forAnyPage, compress, send('widget.js', { type: 'js', text: () => plainWidgetScript })],
  };
}

/** Scripts, styles and whatever else the built pages load. */
export function serveAssets(app: Express, options: PageOptions): void {
  const compress = compression();
  const texts = [
    [pageScriptPath, 'js', demoPageScript],
    [pageStylePath, 'css', demoPageStyle],
    [plainScriptPath, 'js', plainPageScript],
    [plainStylePath, 'css', plainPageStyle],
  ] as const;
  for (const [path, type, text] of texts) {
    app.get(path, compress, (_request, response) => void sendText(response, type, text));
  }
  if (options.assetFolder === undefined) return;
  const files = express.static(options.assetFolder, {
    index: false,
    redirect: false,
    acceptRanges: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) =>
      void response.setHeader('Cache-Control', isVersioned.test(path) ? immutable : evergreen),
  });
  app.use('/assets', forAnyPage, compress, files);
}

function sendText(response: Response, type: string, text: string, caching = evergreen): void {
  response.setHeader('Cache-Control', caching);
  response.type(type).send(text);
}

/** The widget's script runs in pages of other origins. */
const forAnyPage: RequestHandler = (_request, response, next) => {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  next();
};

/** The origins that may frame a page may also give it an image: the owner's picture. */
function secureHeaders(frameAncestors: readonly string[]): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'connect-src': ["'self'"],
        'img-src': [...frameAncestors, 'data:'],
        'font-src': ["'self'"],
        'frame-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': [...frameAncestors],
        'require-trusted-types-for': ["'script'"],
      },
    },
    // Whether the owner's other subdomains have TLS is not ours to say.
    strictTransportSecurity: { includeSubDomains: false },
    // `frame-ancestors` says the same and knows a list; the old header would forbid the allowed origins.
    xFrameOptions: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
}
