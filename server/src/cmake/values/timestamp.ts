const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/**
 * Formats a time as `string(TIMESTAMP)` does. An empty format means ISO 8601. `zones`: whether the format may contain the
 * time zone, as it may since CMake 3.26.
 */
export function formatTimestamp(time: Date, format: string, utc: boolean, zones: boolean): string {
  const pattern = format === '' ? `%Y-%m-%dT%H:%M:%S${utc ? 'Z' : ''}` : format;
  const part = (local: number, universal: number, width = 2): string =>
    String(utc ? universal : local).padStart(width, '0');
  const day = utc ? time.getUTCDay() : time.getDay();
  const month = utc ? time.getUTCMonth() : time.getMonth();
  const values: Record<string, () => string> = {
    '%': () => '%',
    Y: () => part(time.getFullYear(), time.getUTCFullYear(), 4),
    y: () => part(time.getFullYear() % 100, time.getUTCFullYear() % 100),
    m: () => part(time.getMonth() + 1, time.getUTCMonth() + 1),
    d: () => part(time.getDate(), time.getUTCDate()),
    H: () => part(time.getHours(), time.getUTCHours()),
    I: () => part(((time.getHours() + 11) % 12) + 1, ((time.getUTCHours() + 11) % 12) + 1),
    M: () => part(time.getMinutes(), time.getUTCMinutes()),
    S: () => part(time.getSeconds(), time.getUTCSeconds()),
    s: () => String(Math.floor(time.getTime() / 1000)),
    a: () => DAYS[day]!.slice(0, 3),
    A: () => DAYS[day]!,
    b: () => MONTHS[month]!.slice(0, 3),
    B: () => MONTHS[month]!,
    w: () => String(day),
    j: () => String(dayOfYear(time, utc)).padStart(3, '0'),
    f: () => '000000',
    ...(zones ? zoneValues(time, utc) : {}),
  };
  return pattern.replace(/%(.)/g, (all, letter: string) => values[letter]?.() ?? all);
}

function zoneValues(time: Date, utc: boolean): Record<string, () => string> {
  if (utc) return { z: () => '+0000', Z: () => 'GMT' };
  const ahead = -time.getTimezoneOffset();
  const digits = (minutes: number): string => String(minutes).padStart(2, '0');
  const hours = digits(Math.floor(Math.abs(ahead) / 60)) + digits(Math.abs(ahead) % 60);
  const name = time.toLocaleTimeString('en-US', { timeZoneName: 'short' }).split(' ').pop() ?? '';
  return { z: () => (ahead < 0 ? '-' : '+') + hours, Z: () => name };
}

function dayOfYear(time: Date, utc: boolean): number {
  const [year, month, day] = utc
    ? [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()]
    : [time.getFullYear(), time.getMonth(), time.getDate()];
  return Math.round((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
}
