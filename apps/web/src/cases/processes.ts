import { useMe, type Me } from '../session/me.js';

/** The processes whose cases the screens know by name; each has a line in the catalogs as `process.<name>`. */
export const processes = ['rectification', 'onboarding', 'phaseOut'] as const;

/** See {@link processes}. */
export type Process = (typeof processes)[number];

/** True for one of {@link processes}. */
export function isProcess(name: string | undefined): name is Process {
  return (processes as readonly string[]).includes(name ?? '');
}

/** The API's route of a process: `phaseOut` → `phase-outs`. */
export function routeOf(process: string): string {
  return `${process.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}s`;
}

/** The screen of a case. That of a rectification needs no name of its process, which many links do not know. */
export function caseAddress({ id, process }: { readonly id: string; readonly process?: string | undefined }): string {
  return process === undefined || process === 'rectification' ? `/cases/${id}` : `/cases/${process}/${id}`;
}

/** The processes that a person with these permissions may read. */
export function readable(permissions: Me['permissions'] | undefined): Process[] {
  const held: readonly string[] = permissions ?? [];
  return processes.filter((process) => held.includes(`${process}:read`));
}

/** See {@link readable}, for who is signed in. */
export function useReadableProcesses(): Process[] {
  return readable(useMe().data?.permissions);
}
