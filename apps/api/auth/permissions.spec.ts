import { roles } from '#persistence/access/roles.js';
import { processes } from '#workflows/contracts.js';
import { isPermission, permissionsFor, type Permission } from './permissions.js';

describe('what roles may do', () => {
  it('covers every command of every process', () => {
    const everybody = permissionsFor(roles);
    for (const { commands } of processes) {
      for (const { permission } of Object.values(commands)) {
        expect([permission, isPermission(permission) && everybody.has(permission)]).toEqual([permission, true]);
      }
    }
  });

  it('lets an auditor change nothing', () => {
    const writing = [...permissionsFor(['auditor'])].filter((permission) => permission !== 'self' && !permission.endsWith(':read'));
    expect(writing).toEqual([]);
  });

  it('keeps people, keys and policies with the administrator', () => {
    const kept: Permission[] = ['people:manage', 'keys:manage', 'policies:write'];
    const others = permissionsFor(roles.filter((role) => role !== 'admin'));
    expect(kept.filter((permission) => others.has(permission))).toEqual([]);
  });

  it('lets only quality verify', () => {
    expect(roles.filter((role) => permissionsFor([role]).has('rectification:verify'))).toEqual(['quality']);
  });
});
