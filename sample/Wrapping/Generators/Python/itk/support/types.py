"""C++'s own types, by the names that they have in the names of instantiations."""


class CType:
    def __init__(self, short_name, cpp_name):
        self.short_name = short_name
        self.cpp_name = cpp_name

    def __repr__(self):
        return f"itk.{self.short_name}"


B = CType("B", "bool")
UC = CType("UC", "unsigned char")
US = CType("US", "unsigned short")
UI = CType("UI", "unsigned int")
UL = CType("UL", "unsigned long")
SC = CType("SC", "signed char")
SS = CType("SS", "signed short")
SI = CType("SI", "signed int")
SL = CType("SL", "signed long")
F = CType("F", "float")
D = CType("D", "double")
