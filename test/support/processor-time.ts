/** The milliseconds of processor time that `work` takes in this process. Other programs on the machine do not count. */
export function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}
