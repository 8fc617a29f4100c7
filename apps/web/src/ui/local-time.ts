/** The day of an instant in the reader's own time zone, `YYYY-MM-DD`. */
export function localDay(at: Date): string {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(twoDigits).join('-');
}

/** The time of day of an instant in the reader's own time zone, `HH:MM`. */
export function localTime(at: Date): string {
  return [at.getHours(), at.getMinutes()].map(twoDigits).join(':');
}

/** The instant of a day and a time in the reader's own time zone, as ISO 8601. */
export function instantAt(day: string, time: string): string {
  return new Date(`${day}T${time}`).toISOString();
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
