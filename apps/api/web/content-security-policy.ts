import type { ContentSecurityPolicyOptions } from '@nestjs/common';

/** What holds for every answer: ours is an API, and its answers run nothing. */
export const apiPolicy: ContentSecurityPolicyOptions = {
  useDefaults: false,
  directives: { defaultSrc: "'none'", frameAncestors: "'none'", baseUri: "'none'", formAction: "'none'" },
};

/**
 * The web app: scripts, fonts and images of its own only. Inline styles are those that carry this page's nonce;
 * null for a page that has no place for a nonce, whose component library writes its variables into a style element.
 */
export function pagePolicy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${nonce === null ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Swagger UI writes styles into its page and holds its icons as data. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
