"""Runs ITK's igenerator.py for some types, each in a process that starts with its modules already loaded.

    python igenerator-driver.py <igenerator.py>

It has to be Python: igenerator.py is used unchanged, and only a process of the same interpreter can be copied (`os.fork`) after
its imports. It decides nothing. Standard input has one JSON object per line:

    {"preload": {"path": [...], "modules": [...]}}     load these modules, searching this path
    {"start": id, "args": [...], "stdout": file, "stderr": file, "trace": file, "pauseAt": suffix, "places": boolean}
    {"go": id}       continue a paused run
    {"stop": id}     end a run

A run pauses before it first reads a file whose name ends with `pauseAt`. Without `places`, pygccxml does not open the C++
sources, in which it looks for the comment of each declaration, and gives declarations other lines in the same order: igenerator does not
use them. Standard output has one JSON object per line:

    {"paused": id}
    {"ended": id, "code": exit code}

The trace of a run is a JSON object: every file that it opened for reading, and the modules and libraries that it had loaded.
"""

import json
import os
import selectors
import signal
import sys
import traceback
import types


class Run:
    def __init__(self, pid, status, go):
        self.pid = pid
        self.status = status  # has a byte when the run pauses, and ends with the process
        self.go = go


class Trace:
    """Records the files that the process reads, and pauses it once."""

    def __init__(self, request, pause):
        self.read = set()
        self.pause = pause
        self.suffix = request["pauseAt"]
        self.file = request["trace"]
        sys.addaudithook(self.hook)

    def hook(self, event, args):
        if event != "open" or not isinstance(args[0], (str, bytes)):
            return
        _, mode, flags = args
        if (mode and set(mode) & set("wxa")) or (flags and flags & (os.O_WRONLY | os.O_RDWR)):
            return
        name = os.fsdecode(args[0])
        if self.pause and name.endswith(self.suffix):
            pause, self.pause = self.pause, None
            pause()
        self.read.add(os.path.abspath(name))

    def save(self, path):
        modules = {name: getattr(module, "__file__", None) for name, module in sorted(sys.modules.items())}
        trace = {"read": sorted(self.read), "path": path, "modules": modules, "libraries": libraries(), "version": sys.version}
        with open(self.file, "w", encoding="utf-8", errors="surrogateescape") as out:
            json.dump(trace, out)


def libraries():
    """The shared libraries in this process, if the system tells."""
    try:
        with open("/proc/self/maps") as maps:
            return sorted({line.split(None, 5)[5].strip() for line in maps if ".so" in line})
    except OSError:
        return []


class NoText:
    """Stands for a C++ source that is not read. All of its lines are empty."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def readlines(self):
        return self

    def __getitem__(self, line):
        return ""


def leave_out_places():
    # A name of the module hides the built-in function. The module opens nothing else.
    scanner = sys.modules.get("pygccxml.parser.scanner")
    if scanner:
        scanner.open = lambda *_, **__: NoText()
    location = sys.modules.get("pygccxml.declarations.location")
    if location:
        keep = location.location_t.__init__
        # The line of a declaration without a place stays -1.
        location.location_t.__init__ = lambda self, file_name="", line=-1: keep(self, file_name, 2 * line + 1)


def main():
    script = os.path.abspath(sys.argv[1])
    with open(script, "rb") as source:
        code = compile(source.read(), script, "exec")
    base = [os.path.dirname(script), *sys.path[1:]]
    runs = {}
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    pending = b""
    while True:
        for key, _ in selector.select():
            if key.fd == 0:
                chunk = os.read(0, 1 << 16)
                if not chunk:
                    stop(runs)
                    return
                *lines, pending = (pending + chunk).split(b"\n")
                for line in lines:
                    obey(json.loads(line), script, code, base, runs, selector)
            else:
                follow(key.data, runs, selector)


def obey(request, script, code, base, runs, selector):
    if "preload" in request:
        preload(request["preload"])
    elif "start" in request:
        start(request, script, code, base, runs, selector)
    elif request.get("go") in runs:
        os.write(runs[request["go"]].go, b"g")
    elif request.get("stop") in runs:
        os.kill(runs[request["stop"]].pid, signal.SIGKILL)


def preload(request):
    sys.path[:] = request["path"]
    for name in request["modules"]:
        try:
            __import__(name)
        except Exception:
            pass  # The run that needs it says what is wrong.


def start(request, script, code, base, runs, selector):
    status, child_status = os.pipe()
    child_go, go = os.pipe()
    pid = os.fork()
    if pid == 0:
        for run in runs.values():
            os.close(run.status)
            os.close(run.go)
        os.close(status)
        os.close(go)
        os._exit(run_script(request, script, code, base, child_status, child_go))
    os.close(child_status)
    os.close(child_go)
    runs[request["start"]] = Run(pid, status, go)
    selector.register(status, selectors.EVENT_READ, request["start"])


def follow(name, runs, selector):
    run = runs[name]
    if os.read(run.status, 1):
        say({"paused": name})
        return
    selector.unregister(run.status)
    os.close(run.status)
    os.close(run.go)
    del runs[name]
    _, status = os.waitpid(run.pid, 0)
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
    say({"ended": name, "code": code})


def stop(runs):
    for run in runs.values():
        os.kill(run.pid, signal.SIGKILL)


def say(event):
    os.write(1, json.dumps(event).encode() + b"\n")


def run_script(request, script, code, base, status, go):
    """Runs the script as `python script args` would. Returns the exit code."""

    def pause():
        os.write(status, b"p")
        if not os.read(go, 1):
            os._exit(1)

    redirect(os.devnull, 0, os.O_RDONLY)
    redirect(request["stdout"], 1, os.O_WRONLY | os.O_CREAT)
    redirect(request["stderr"], 2, os.O_WRONLY | os.O_CREAT)
    sys.argv = [script, *request["args"]]
    sys.path[:] = base
    # Pickles name their classes by `__main__`.
    module = types.ModuleType("__main__")
    module.__file__ = script
    sys.modules["__main__"] = module
    trace = Trace(request, pause)
    if not request["places"]:
        leave_out_places()
    try:
        exec(code, module.__dict__)
        result = 0
    except SystemExit as end:
        result = exit_code(end.code)
    except BaseException as error:
        traceback.print_exception(type(error), error, error.__traceback__.tb_next)
        result = 1
    sys.stdout.flush()
    sys.stderr.flush()
    trace.save(list(sys.path))
    return result


def exit_code(value):
    if value is None or isinstance(value, int):
        return (value or 0) & 0xFF
    print(value, file=sys.stderr)
    return 1


def redirect(name, descriptor, flags):
    opened = os.open(name, flags, 0o600)
    os.dup2(opened, descriptor)
    os.close(opened)


if __name__ == "__main__":
    main()
