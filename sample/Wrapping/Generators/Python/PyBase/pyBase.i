// How C++ values become Python's, and the other way round.

// For a class that counts references: each Python object is one more owner of its C++ object.
%define DECLARE_REF_COUNT_CLASS(name)
%typemap(out) name *, const name * {
  if ($1)
  {
    $1->Register();
  }
  $result = SWIG_NewPointerObj((void *)$1, $descriptor(name *), SWIG_POINTER_OWN);
}
%typemap(out) name##_Pointer {
  name * object = (&$1)->GetPointer();
  if (object)
  {
    object->Register();
  }
  $result = SWIG_NewPointerObj((void *)object, $descriptor(name *), SWIG_POINTER_OWN);
}
%extend name {
  ~name() { self->UnRegister(); }
}
%enddef

// For itk::Index and the like: a sequence of `dim` integers will do.
%define DECL_PYTHON_SEQ_TYPEMAP(name, dim)
%typemap(in, fragment="itkFromSequence") const name & (name converted) {
  void * object = NULL;
  if (SWIG_IsOK(SWIG_ConvertPtr($input, &object, $descriptor(name *), SWIG_POINTER_NO_NULL)))
  {
    $1 = reinterpret_cast<name *>(object);
  }
  else if (itkFromSequence($input, converted, dim))
  {
    $1 = &converted;
  }
  else
  {
    SWIG_fail;
  }
}
%typemap(typecheck, precedence=SWIG_TYPECHECK_POINTER) const name & {
  $1 = PySequence_Check($input) || SWIG_IsOK(SWIG_ConvertPtr($input, NULL, $descriptor(name *), SWIG_POINTER_NO_NULL));
}
%enddef

%fragment("itkFromSequence", "header") %{
template <typename T>
static bool itkFromSequence(PyObject * input, T & result, unsigned int dim)
{
  PyObject * items = PySequence_Fast(input, "expected a sequence of integers");
  bool good = items != NULL;
  if (good && PySequence_Fast_GET_SIZE(items) != static_cast<Py_ssize_t>(dim))
  {
    PyErr_Format(PyExc_TypeError, "expected %u integers, not %zd", dim, PySequence_Fast_GET_SIZE(items));
    good = false;
  }
  for (unsigned int i = 0; good && i < dim; ++i)
  {
    const long value = PyLong_AsLong(PySequence_Fast_GET_ITEM(items, i));
    good = value != -1 || !PyErr_Occurred();
    result.SetElement(i, value);
  }
  Py_XDECREF(items);
  return good;
}
%}
