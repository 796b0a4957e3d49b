"""Class templates: itk.Image[itk.F, 2] is the class that SWIG calls itkImageF2."""


class itkTemplate:
    def __init__(self, name):
        self.__name__ = name
        self._swig_names = {}  # C++ parameters -> SWIG name

    def add(self, parameters, swig_name):
        self._swig_names[parameters] = swig_name

    def __getitem__(self, parameters):
        from itk.support import base

        parameters = parameters if isinstance(parameters, tuple) else (parameters,)
        text = ",".join(base.cpp_text(parameter) for parameter in parameters)
        if text not in self._swig_names:
            raise KeyError(f"itk.{self.__name__} is not wrapped for <{text}>, only for {self._wrapped()}")
        return base.load(self._swig_names[text])

    def New(self, *inputs, **settings):
        """A filter for these inputs. Each setting, such as LowerThreshold=1, calls the filter's Set method."""
        from itk.support import base

        if not inputs:
            raise TypeError(f"itk.{self.__name__}.New() needs an input: its type tells which instantiation to use.")
        first = base.cpp_text(type(inputs[0]))
        swig_name = next((s for text, s in self._swig_names.items() if f"{text},".startswith(f"{first},")), None)
        if swig_name is None:
            raise TypeError(f"itk.{self.__name__} takes no {first}. It is wrapped for {self._wrapped()}")
        new_object = base.load(swig_name).New()
        new_object.SetInput(inputs[0])
        for number, further in enumerate(inputs[1:], start=2):
            getattr(new_object, f"SetInput{number}")(further)
        for name, value in settings.items():
            getattr(new_object, f"Set{name}")(value)
        return new_object

    def _wrapped(self):
        return ", ".join(f"<{text}>" for text in self._swig_names)

    def __repr__(self):
        return f"<itkTemplate itk.{self.__name__}>"
