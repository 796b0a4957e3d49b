#!/usr/bin/env python3
"""From the CastXML output of one module's types to what SWIG and the stub generator read.

For each type T of --submodule-order, out of castxml_inputs/T.xml and castxml_inputs/TSwigInterface.h.in:

    Typedefs/T.idx               every alias: {C++ type} {alias} {T}
    Typedefs/T.i                 the SWIG interface: a class for every alias that is not a pointer
    Typedefs/TSwigInterface.h    the C++ that the interface needs
    itk-pkl/<Class>.T.pkl        what the stub generator has to know of a class
    itk-pkl/T.index.txt          the paths of those, one a line

and for the module, itk/Configuration/<M>_snake_case.py and, when all else is written, the stamp.

Aliases of other modules are known from the .mdx files: lists of .idx files and of further .mdx files.
"""

import argparse
import pickle
import re
import sys
from pathlib import Path


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mdx", action="append", type=Path, required=True, help="the module's, then its dependencies'")
    parser.add_argument("--swig-include", action="append", default=[], help="a further file for every interface")
    parser.add_argument("-w", action="append", type=int, default=[], dest="disabled", help="turn warning N off")
    parser.add_argument("-A", action="append", default=[], dest="hidden_access", help="leave out members of this access")
    parser.add_argument("-p", dest="pygccxml_path", help="the directory that has the pygccxml package")
    parser.add_argument("-g", dest="castxml_path", default="castxml")
    parser.add_argument("--snake-case-file", type=Path, required=True)
    parser.add_argument("--interface-output-dir", type=Path, required=True, help="Typedefs")
    parser.add_argument("--library-output-dir", type=Path, required=True, help="has castxml_inputs")
    parser.add_argument("--submodule-order", required=True, help="the types, separated by semicolons")
    parser.add_argument("--pyi_index_list", required=True, help="the index.txt files to write, separated by semicolons")
    parser.add_argument("--pyi_dir", help="where the stub generator will write")
    parser.add_argument("--pkl_dir", type=Path, required=True)
    parser.add_argument("--pkl_stamp", type=Path, help="written when all pkl files are")
    return parser.parse_args()


options = parse_arguments()
if options.pygccxml_path:
    sys.path.append(options.pygccxml_path)

from pygccxml import declarations  # noqa: E402
from pygccxml import parser as xml_parser  # noqa: E402

COMPANION = re.compile(r"_(Superclass|(Const|Auto)?Pointer)$")
POINTER = re.compile(r"_(Const|Auto)?Pointer$")
MEMBERS = (declarations.constructor_t, declarations.member_function_t, declarations.enumeration_t)
PYTHON_TYPES = {"bool": "bool", "float": "float", "double": "float", "void": "None", "char const *": "str"}


def main():
    if options.pkl_stamp:
        options.pkl_stamp.unlink(missing_ok=True)
    for directory in (options.interface_output_dir, options.pkl_dir, options.snake_case_file.parent):
        directory.mkdir(parents=True, exist_ok=True)

    types = options.submodule_order.split(";")
    aliases = {name: read_aliases(name) for name in types}
    for name in types:
        write_idx(name, aliases[name])
    known = KnownNames(options.mdx)

    index_files = []
    filters = set()
    for name in types:
        write_interface(name, aliases[name], known)
        classes = describe_classes(name, aliases[name], known)
        index_files.append(write_pickles(name, classes))
        filters.update(snake_case(c["name"]) for c in classes if "ProcessObject" in c["ancestors"])
    options.snake_case_file.write_text(f"snake_case_functions = ({''.join(f'{f!r}, ' for f in sorted(filters))})\n")

    expected = {Path(p) for p in options.pyi_index_list.split(";")}
    if expected != set(index_files):
        for path in sorted(expected.symmetric_difference(index_files)):
            print(f"{path}: {'expected, not written' if path in expected else 'written, not expected'}", file=sys.stderr)
        sys.exit("igenerator: --pyi_index_list and --submodule-order differ.")
    if options.pkl_stamp:
        options.pkl_stamp.write_text("complete\n")


def warn(name, number, message):
    if number not in options.disabled:
        print(f"{name}: warning({number}): {message}", file=sys.stderr)


# ---- reading -------------------------------------------------------------------------------------------


def read_aliases(name):
    """The aliases in a type's XML, as pygccxml's typedefs, in the order in which they stand in the .cxx."""
    configuration = xml_parser.xml_generator_configuration_t(
        xml_generator_path=options.castxml_path, xml_generator="castxml", castxml_epic_version=1
    )
    path = options.library_output_dir / "castxml_inputs" / f"{name}.xml"
    tree = xml_parser.source_reader_t(configuration).read_xml_file(str(path))
    try:
        wrappers = declarations.get_global_namespace(tree).namespace("_wrapping_").namespace("wrappers")
    except declarations.declaration_not_found_t:
        return []
    return sorted(wrappers.typedefs(allow_empty=True), key=lambda typedef: typedef.location.line)


def plain_name(cpp_type):
    """A C++ type as text, behind all of its own aliases: what .idx files hold."""
    text = declarations.remove_alias(cpp_type).decl_string
    return re.sub(r"(^|[^\w>])::", r"\1", text)


class KnownNames:
    """C++ types that have an alias, of this module and of those that it depends on."""

    def __init__(self, mdx_files):
        self.alias = {}  # C++ type -> (alias, type that wraps it); the first one read stays
        self.read = set()
        own, *dependencies = mdx_files
        for mdx in [*dependencies, own]:
            self.read_mdx(mdx)

    def read_mdx(self, path):
        if path in self.read:
            return
        self.read.add(path)
        for line in path.read_text().split():
            if line.endswith(".mdx"):
                self.read_mdx(path.parent / line)
            else:
                self.read_idx(path.parent / line)

    def read_idx(self, path):
        for line in path.read_text().splitlines():
            cpp, alias, name = re.fullmatch(r"\{(.*)\} \{(.*)\} \{(.*)\}", line).groups()
            if cpp not in self.alias or COMPANION.search(self.alias[cpp][0]) and not COMPANION.search(alias):
                self.alias[cpp] = (alias, name)

    def find(self, cpp_type):
        return self.alias.get(plain_name(cpp_type))


def visible_members(cls, *kinds):
    """A class's own members of some kinds (pygccxml's classes) that -A does not leave out, as the source has them."""
    access = [a for a in ("public", "protected", "private") if a not in options.hidden_access]
    members = [m for a in access for m in cls.get_members(a) if isinstance(m, kinds)]
    return sorted(members, key=lambda m: (m.location.line, m.name, len(getattr(m, "arguments", []))))


def class_of(typedef):
    """The class that an alias stands for, or None."""
    cpp_type = declarations.remove_alias(typedef.decl_type)
    if isinstance(cpp_type, declarations.declarated_t) and isinstance(cpp_type.declaration, declarations.class_t):
        return cpp_type.declaration
    return None


# ---- SWIG ----------------------------------------------------------------------------------------------


def write_idx(name, aliases):
    lines = [f"{{{plain_name(a.decl_type)}}} {{{a.name}}} {{{name}}}\n" for a in aliases]
    (options.interface_output_dir / f"{name}.idx").write_text("".join(lines))


def write_interface(name, aliases, known):
    """T.i and TSwigInterface.h."""
    used = {}  # other types whose interfaces this one needs, in order of first use

    def swig_type(cpp_type):
        """A type in terms of aliases, or None where there is no alias for it."""
        base = declarations.base_type(declarations.remove_alias(cpp_type))
        text = plain_name(cpp_type)
        if isinstance(base, declarations.declarated_t):
            entry = known.find(base)
            if entry:
                used.setdefault(entry[1])
                return text.replace(plain_name(base), entry[0])
            if isinstance(base.declaration, declarations.class_t):
                warn(name, 4, f"not wrapped, or not in a dependency: {plain_name(base)}")
                return None
        return text

    body = []
    for typedef in aliases:
        entry = known.find(typedef.decl_type)
        if entry is None:
            warn(name, 2, f"{plain_name(typedef.decl_type)} ({typedef.name}) is in no .idx file")
            continue
        cls = class_of(typedef)
        if cls is None:
            warn(name, 5, f"not a class: {plain_name(typedef.decl_type)}")
        elif POINTER.search(typedef.name):
            continue  # Python gets what it points to: see pyBase.i.
        elif entry[0] != typedef.name:
            used.setdefault(entry[1])
            body.append(f"typedef {entry[0]} {typedef.name};\n")
        else:
            body.append(interface_of_class(name, typedef.name, cls, swig_type))

    imports = [t for t in used if t != name]
    header = f'%module(package="itk") {name}Python\n\n'
    header += "".join(f"%include {file}\n" for file in options.swig_include)
    header += f'%{{\n#include "{name}SwigInterface.h"\n%}}\n\n'
    header += "%include itk.i\n"
    header += "".join(f"%import {t}.i\n" for t in imports)
    header += f"%include {name}_ext.i\n"
    (options.interface_output_dir / f"{name}.i").write_text(header + "\n" + "\n".join(body))

    typedefs = (options.library_output_dir / "castxml_inputs" / f"{name}SwigInterface.h.in").read_text()
    includes = "".join(f'#include "{t}SwigInterface.h"\n' for t in imports)
    (options.interface_output_dir / f"{name}SwigInterface.h").write_text(f"#pragma once\n{includes}{typedefs}")


def interface_of_class(name, alias, cls, swig_type):
    # A base that nobody wraps is named all the same: SWIG tells of it (401), which the swig step takes as an error.
    bases = [declarations.declarated_t(b.related_class) for b in cls.bases if b.access == "public"]
    bases = [f"public {swig_type(b) or plain_name(b)}" for b in bases]
    lines = []
    if not visible_members(cls, declarations.constructor_t):
        lines.append(f"%nodefaultctor {alias};\n")
    if not visible_members(cls, declarations.destructor_t):
        lines.append(f"%nodefaultdtor {alias};\n")
    lines += [f"class {alias}{' : ' + ', '.join(bases) if bases else ''} {{\n  public:\n"]
    for member in visible_members(cls, *MEMBERS):
        if isinstance(member, declarations.enumeration_t):
            values = ", ".join(f"{name} = {value}" for name, value in member.values)
            lines.append(f"    enum class {member.name} {{ {values} }};\n")
            continue
        arguments = [(swig_type(a.decl_type), a.name, a.default_value) for a in member.arguments]
        if any(t is None for t, _, _ in arguments):
            continue
        parameters = ", ".join(f"{t} {n}{f' = {d}' if d else ''}" for t, n, d in arguments)
        if isinstance(member, declarations.constructor_t):
            lines.append(f"    {alias}({parameters});\n")
            continue
        result = swig_type(member.return_type)
        if result:
            prefix = "static " if member.has_static else "" if member.virtuality == "not virtual" else "virtual "
            suffix = (" const" if member.has_const else "") + (" = 0" if "pure" in member.virtuality else "")
            lines.append(f"    {prefix}{result} {member.name}({parameters}){suffix};\n")
    lines.append("};\n")
    return "".join(lines)


# ---- stubs ---------------------------------------------------------------------------------------------


def describe_classes(name, aliases, known):
    """What stubs show: one description for each class name, over all of its instantiations."""
    described = {}
    for typedef in aliases:
        cls = class_of(typedef)
        if cls is None or COMPANION.search(typedef.name) or known.find(typedef.decl_type)[0] != typedef.name:
            continue
        description = described.setdefault(
            base_name(cls),
            {"name": base_name(cls), "submodule": name, "ancestors": ancestors(cls), "instantiations": [], "methods": {}, "enums": {}},
        )
        description["instantiations"].append(typedef.name)
        for enum in visible_members(cls, declarations.enumeration_t):
            description["enums"][enum.name] = [value for value, _ in enum.values]
        for method in visible_members(cls, declarations.member_function_t):
            arguments = tuple((a.name, python_type(a.decl_type)) for a in method.arguments)
            signature = (method.has_static, arguments, python_type(method.return_type))
            signatures = description["methods"].setdefault(method.name, [])
            if signature not in signatures:
                signatures.append(signature)
    return list(described.values())


def base_name(cls):
    return cls.name.split("<")[0]


def ancestors(cls):
    """Names of the bases, the nearest first."""
    names = []
    while cls.bases:
        cls = cls.bases[0].related_class
        names.append(base_name(cls))
    return names


def python_type(cpp_type):
    base = declarations.base_type(declarations.remove_alias(cpp_type))
    if isinstance(base, declarations.declarated_t):
        name = base.declaration.name
        pointed = re.match(r"SmartPointer<(?:const )?(?:itk::)?(\w+)", name)
        return pointed.group(1) if pointed else name.split("<")[0]
    text = plain_name(cpp_type)
    return PYTHON_TYPES.get(text) or PYTHON_TYPES.get(base.decl_string, "int")


def write_pickles(name, classes):
    """Write a type's pkl files and its index; its path is returned. What is as it should be stays untouched."""
    paths = []
    for description in sorted(classes, key=lambda c: c["name"]):
        path = options.pkl_dir / f"{description['name']}.{name}.pkl"
        write_if_different(path, pickle.dumps(description, protocol=4))
        paths.append(path)
    index = options.pkl_dir / f"{name}.index.txt"
    write_if_different(index, "".join(f"{p}\n" for p in paths).encode())
    return index


def write_if_different(path, content):
    if not path.exists() or path.read_bytes() != content:
        path.write_bytes(content)


def snake_case(name):
    """AbsImageFilter -> abs_image_filter"""
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)).replace("__", "_").lower()


if __name__ == "__main__":
    main()
