"""The wrapped classes: itk.Image[itk.F, 2], itk.AbsImageFilter, itk.abs_image_filter(image).

A name is looked up when it is first used, and only then is the library of its module loaded.
"""

from itk.support import base
from itk.support.types import *


def __getattr__(name):
    value = base.find(name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *base.names()})
