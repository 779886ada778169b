/** What this process has worked so far, in milliseconds: other than a clock it does not run while another program has the machine. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
