#!/usr/bin/env python3
"""Python stubs for all wrapped classes: itk/_proxies.pyi and itk/__init__.pyi.

One run for the whole build. The classes come from pkl files, which igenerator wrote; the index.txt files of
all types name them. What is missing is told, and left out of the stubs.
"""

import argparse
import pickle
import sys
from pathlib import Path

PYTHON_NAMES = ("int", "float", "bool", "str", "None")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pyi_dir", type=Path, required=True, help="where the stubs go")
    parser.add_argument("--pkl_dir", type=Path, required=True)
    parser.add_argument("--index_list_file", type=Path, required=True, help="the index.txt files, separated by semicolons")
    options = parser.parse_args()

    index_files = [Path(p) for p in options.index_list_file.read_text().strip().split(";") if p]
    index_files = existing(index_files, "index file")
    if not index_files:
        fail(f"No index files were found in directory {options.pkl_dir}")
    pkl_files = {Path(line) for index in index_files for line in index.read_text().splitlines()}
    pkl_files = existing(sorted(pkl_files), "pickle file")
    if not pkl_files:
        fail(f"No pickle files were found in directory {options.pkl_dir}")

    classes = merge(pickle.loads(path.read_bytes()) for path in pkl_files)
    options.pyi_dir.mkdir(parents=True, exist_ok=True)
    (options.pyi_dir / "_proxies.pyi").write_text(proxies(classes))
    (options.pyi_dir / "__init__.pyi").write_text(init(classes))


def existing(paths, kind):
    for path in paths:
        if not path.exists():
            print(f"WARNING: {kind} {path} is missing: its classes will not be in the stubs.")
    return [path for path in paths if path.exists()]


def fail(message):
    print(f"Exception: {message}")
    sys.exit(1)


def merge(descriptions):
    """Descriptions by class name; several types may wrap instantiations of one class."""
    classes = {}
    for description in descriptions:
        known = classes.setdefault(description["name"], description)
        if known is not description:
            known["instantiations"] += description["instantiations"]
            for method, signatures in description["methods"].items():
                mine = known["methods"].setdefault(method, [])
                mine += [s for s in signatures if s not in mine]
    return dict(sorted(classes.items()))


def proxies(classes):
    text = "from enum import IntEnum\nfrom typing import Any, overload\n"
    for name, description in classes.items():
        base = next((f"_{a}Proxy" for a in description["ancestors"] if a in classes), "")
        text += f"\nclass _{name}Proxy{f'({base})' if base else ''}:\n"
        text += f'    """Instantiations: {", ".join(description["instantiations"])}"""\n'
        for enum, values in description["enums"].items():
            text += f"    class {enum}(IntEnum):\n" + "".join(f"        {value} = ...\n" for value in values)
        for method, signatures in sorted(description["methods"].items()):
            for is_static, arguments, result in signatures:
                text += "    @overload\n" if len(signatures) > 1 else ""
                text += "    @staticmethod\n" if is_static else ""
                parameters = [] if is_static else ["self"]
                parameters += [f"{argument or f'arg{i}'}: {hint(t, classes)}" for i, (argument, t) in enumerate(arguments)]
                text += f"    def {method}({', '.join(parameters)}) -> {hint(result, classes)}: ...\n"
    return text


def hint(name, classes):
    if name in PYTHON_NAMES:
        return name
    return f"_{name}Proxy" if name in classes else "Any"


def init(classes):
    return "".join(f"from ._proxies import _{name}Proxy as {name}\n" for name in classes)


if __name__ == "__main__":
    main()
