import { useSearchParams } from 'react-router';

/** Filters that live in the address: shared by a link, kept on reload. Texts only; an absent one is its default. */
export function useFilters<Name extends string>(defaults: Readonly<Record<Name, string>>): {
  filters: Record<Name, string>;
  /** Whether something narrows the list. */
  narrowed: boolean;
  change: (name: Name, value: string) => void;
} {
  const [parameters, setParameters] = useSearchParams();
  const names = Object.keys(defaults) as Name[];
  const filters = Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? defaults[name]])) as Record<Name, string>;
  const change = (name: Name, value: string) =>
    setParameters(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === defaults[name]) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return { filters, narrowed: names.some((name) => filters[name] !== defaults[name]), change };
}

/** The given filters that are not empty, as query parameters. */
export function filled<Filters extends Record<string, string>>(filters: Filters): Partial<Filters> {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) as Partial<Filters>;
}
