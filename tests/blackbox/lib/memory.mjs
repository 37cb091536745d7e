// SPDX-License-Identifier: Apache-2.0
// Memory of a running shop and of the processes it starts for pictures, as the system counts it.
import fs from "node:fs";

function field(pid, name) {
  const text = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(text)?.[1] ?? 0);
}

function children(pid) {
  return fs.readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      return fs.readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").split(" ").filter(Boolean);
    } catch {
      return []; // it ended meanwhile
    }
  });
}

/** Kilobytes of the process itself: { now, peak }. */
export function memoryOf(pid) {
  return { now: field(pid, "VmRSS"), peak: field(pid, "VmHWM") };
}

/** Looks at a process and its children until stopped. `child`: the most kilobytes one child had (there is one at a time);
 *  `together`: the most of a process and a child beside it, where pages of libraries they share count twice. */
export function watchTogether(pid) {
  const watch = { child: 0, together: 0, stop: () => clearInterval(timer) };
  const timer = setInterval(() => {
    for (const child of children(pid)) {
      try {
        const peak = field(child, "VmHWM");
        watch.child = Math.max(watch.child, peak);
        watch.together = Math.max(watch.together, peak + memoryOf(pid).now);
      } catch {
        continue; // it ended meanwhile
      }
    }
  }, 5);
  return watch;
}
