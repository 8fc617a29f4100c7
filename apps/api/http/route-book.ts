import type { FastifyInstance } from 'fastify';

interface Route {
  readonly method: string;
  readonly url: string;
  readonly pattern: RegExp;
}

/** The routes as the server registers them: tells a wrong method from a wrong address, and lets a test walk them all. */
export class RouteBook {
  private readonly routes: Route[] = [];

  /** Notes every route that the server registers from now on. */
  listenTo(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) this.routes.push({ method: each, url, pattern: patternOf(url) });
    });
  }

  /** The methods that the path of this address takes. */
  methodsOf(address: string): string[] {
    const path = address.split('?')[0] ?? '';
    return [...new Set(this.routes.filter((route) => route.pattern.test(path)).map((route) => route.method))].sort();
  }

  /** Every method and path of the API. */
  all(): { method: string; url: string }[] {
    return this.routes.map(({ method, url }) => ({ method, url }));
  }
}

function patternOf(url: string): RegExp {
  const escaped = url.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${escaped.join('/')}$`);
}
