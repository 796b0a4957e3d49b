"""What is wrapped, from itk/Configuration, which the build wrote; and how to get it."""

import importlib
import re
from pathlib import Path

from itk.support.template_class import itkTemplate

_modules = {}  # SWIG name of a class -> module that has it
_cpp_names = {}  # SWIG name -> C++ type
_found = {}  # name in this package -> template, or SWIG name of a class that is none
_functions = {}  # snake_case name -> name of the filter


def find(name):
    """A class, a class template, or a function that runs a filter."""
    _read_configuration()
    if name in _functions:
        return _function(name, find(_functions[name]))
    if name not in _found:
        raise AttributeError(f"module 'itk' has no attribute '{name}': it is not wrapped in this build")
    return load(_found[name]) if isinstance(_found[name], str) else _found[name]


def names():
    _read_configuration()
    return [*_found, *_functions]


def load(swig_name):
    """The class with this SWIG name. Loads the library of its module."""
    return getattr(importlib.import_module(f"itk.{_modules[swig_name]}Python"), swig_name)


def cpp_text(parameter):
    """A template parameter (a class, a type of C++ or a number) as it stands in C++."""
    if isinstance(parameter, type):
        return _cpp_names.get(parameter.__name__, parameter.__name__)
    return getattr(parameter, "cpp_name", str(parameter))


def _read_configuration():
    if _modules:
        return
    folder = Path(__file__).resolve().parent.parent / "Configuration"
    for module in sorted(path.name.removesuffix("Config.py") for path in folder.glob("*Config.py")):
        configuration = importlib.import_module(f"itk.Configuration.{module}Config")
        for name, cpp_name, swig_name, _, *parameters in configuration.templates:
            _modules[swig_name] = module
            if parameters:
                text = re.sub(r"\s*([<>,])\s*", r"\1", parameters[0])
                _cpp_names[swig_name] = f"{cpp_name}<{text}>"
                _found.setdefault(name, itkTemplate(name)).add(text, swig_name)
            else:
                _cpp_names[swig_name] = cpp_name
                _found[name] = swig_name
        _functions.update(_snake_case_functions(module))


def _snake_case_functions(module):
    """AbsImageFilter by abs_image_filter; none where igenerator did not run."""
    try:
        functions = importlib.import_module(f"itk.Configuration.{module}_snake_case").snake_case_functions
    except ModuleNotFoundError:
        return {}
    by_lower_case = {name.lower(): name for name in _found}
    by_function = {function: by_lower_case.get(function.replace("_", "")) for function in functions}
    return {function: name for function, name in by_function.items() if name}


def _function(name, template):
    def run(*inputs, **settings):
        new_filter = template.New(*inputs, **settings)
        new_filter.Update()
        return new_filter.GetOutput()

    run.__name__ = name
    run.__doc__ = f"The output of itk.{template.__name__}."
    return run
