import { spawnSync } from 'node:child_process';

/** Lean processes of this program that have not ended. They are in process groups of their own, so that Ctrl-C reaches only us. */
const running = new Set<number>();

/** On Windows there are no process groups. */
export const ownGroup = process.platform !== 'win32';

export function trackProcess(pid: number): void {
  if (running.size === 0) process.once('exit', killAll);
  running.add(pid);
}

export function forgetProcess(pid: number): void {
  running.delete(pid);
  if (running.size === 0) process.removeListener('exit', killAll);
}

/** Kills a process together with all that it started. */
export function killTree(pid: number): void {
  if (!ownGroup) {
    spawnSync('taskkill', taskkill(pid), { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** The program that ends a tree of processes on Windows, where `lake env lean` is two of them. */
export const taskkill = (pid: number): readonly string[] => ['/pid', String(pid), '/t', '/f'];

function killAll(): void {
  for (const pid of running) killTree(pid);
}
