/** Makes express routes of the endpoint table: with each path its 405 and its OPTIONS. */
import type { Express, RequestHandler } from 'express';
import { endpointList, type Endpoint } from './endpoints.js';
import type { Handlers } from './handlers.js';
import { localsOf } from './middleware.js';
import { HttpProblem } from './problems.js';

/** `withOwner`: whether the owner's routes exist. */
export function registerRoutes(app: Express, handlers: Handlers, withOwner: boolean): void {
  const methods = new Map<string, string[]>();
  for (const [name, endpoint] of endpointList) {
    if (isHidden(endpoint, withOwner)) continue;
    const path = endpoint.path.replace('{id}', '*id');
    const named: RequestHandler = (_request, response, next) => {
      localsOf(response).route = name;
      next();
    };
    app[endpoint.method](path, named, handlers[name]);
    const verb = endpoint.method.toUpperCase();
    methods.set(path, [...(methods.get(path) ?? []), ...(verb === 'GET' ? ['GET', 'HEAD'] : [verb])]);
  }
  for (const [path, allowed] of methods) {
    app.all(path, (request, response) => {
      const allow = [...allowed, 'OPTIONS'].join(', ');
      response.setHeader('Allow', allow);
      if (request.method === 'OPTIONS') {
        response.status(204).end();
        return;
      }
      throw new HttpProblem('method_not_allowed', `This path answers to ${allow}.`);
    });
  }
}

function isHidden(endpoint: Endpoint, withOwner: boolean): boolean {
  return endpoint.isOwners === true && !withOwner;
}
