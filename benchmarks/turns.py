#!/usr/bin/env python3
"""Compares the time of a training step of two builds that run alternately: while one runs, the other is stopped.

    benchmarks/turns.py BEFORE AFTER [--from 50] [--to 1050] [--slice 0.5] -- train SerpentS4ListOps --quick --threads 1

BEFORE and AFTER are the built commands (serpent.dll) of two checkouts, or command lines. Both train the same number of steps. The time
of a build is the time for which it ran between step --from and step --to, without start-up and compilation of hot methods. Other work on
the machine slows both builds alike.

Prints milliseconds per step of wall time and of processor time, and the ratio AFTER / BEFORE.
Needs Linux (SIGSTOP, /proc).
"""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time


class Build:
    """One training process, which is stopped except during its turns."""

    def __init__(self, command, arguments, first, last, folder):
        self.metrics = os.path.join(folder, "metrics.jsonl")
        self.first, self.last = first, last
        self.running = 0.0
        self.step = 0
        self.marks = {}
        self.log = open(folder + ".log", "w")
        self.process = subprocess.Popen(
            [*command, *arguments, "--max-steps", str(last), "--out", folder],
            stdout=self.log, stderr=subprocess.STDOUT, env=dict(os.environ))
        self.position = 0
        self.stop()

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    @property
    def done(self):
        return self.last in self.marks

    def turn(self, seconds):
        begin = time.monotonic()
        self.process.send_signal(signal.SIGCONT)
        while time.monotonic() - begin < seconds and not self.done:
            time.sleep(0.005)
            self.read(begin)
            if self.process.poll() is not None and not self.done:
                sys.exit(f"{' '.join(self.process.args)} ended at step {self.step}: see {self.log.name}")

        self.stop()
        self.running += time.monotonic() - begin

    def read(self, begin):
        """Counts the steps written since the last call, and records the times of the first and the last measured step."""
        try:
            with open(self.metrics, "rb") as stream:
                stream.seek(self.position)
                lines = stream.read()
        except FileNotFoundError:
            return

        whole = lines.rfind(b"\n") + 1
        self.position += whole
        self.step += lines[:whole].count(b'"kind":"step"')
        for mark in (self.first, self.last):
            if self.step >= mark and mark not in self.marks:
                self.marks[mark] = (self.running + time.monotonic() - begin, self.processor(), self.step)

    def processor(self):
        """Seconds of processor time so far, user and system, over all threads."""
        with open(f"/proc/{self.process.pid}/stat") as stream:
            fields = stream.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def milliseconds(self):
        (wall, processor, first), (wall_end, processor_end, last) = self.marks[self.first], self.marks[self.last]
        return 1000 * (wall_end - wall) / (last - first), 1000 * (processor_end - processor) / (last - first)

    def end(self):
        self.process.kill()
        self.process.wait()


def main():
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", help="the first build: serpent.dll or a command line")
    parser.add_argument("after")
    parser.add_argument("--from", dest="first", type=int, default=50, help="first measured step")
    parser.add_argument("--to", dest="last", type=int, default=1050, help="last measured step")
    parser.add_argument("--slice", type=float, default=0.5, help="length of a turn in seconds")
    options = parser.parse_args(sys.argv[1:split])
    arguments = sys.argv[split + 1:]
    with tempfile.TemporaryDirectory() as folder:
        builds = []
        for name, command in (("before", options.before), ("after", options.after)):
            words = shlex.split(command)
            words = ["dotnet", *words] if words[0].endswith(".dll") else words
            builds.append(Build(words, arguments, options.first, options.last, os.path.join(folder, name)))

        try:
            while not all(build.done for build in builds):
                for build in builds:
                    if not build.done:
                        build.turn(options.slice)
        finally:
            for build in builds:
                build.end()

        (before, before_processor), (after, after_processor) = (build.milliseconds() for build in builds)
        print(f"steps {options.first} to {options.last} of: {' '.join(arguments)}")
        for kind, first, second in (("wall", before, after), ("processor", before_processor, after_processor)):
            print(f"{kind:10} {first:9.2f} ms/step before {second:9.2f} after   ratio {second / first:.3f}")


main()
