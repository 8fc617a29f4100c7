import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Permission } from './permissions.js';

/** Metadata key: the permission of a route, or `public`. */
export const ACCESS = 'steward:access';

/** The route needs this permission. */
export function Permit(permission: Permission) {
  return applyDecorators(SetMetadata(ACCESS, permission), ApiExtension('x-permission', permission));
}

/** Anyone may call the route, signed in or not. */
export function Public() {
  return applyDecorators(SetMetadata(ACCESS, 'public'), ApiExtension('x-public', true));
}
