// In every interface: a C++ exception becomes a Python exception.
%{
#include "itkExceptionObject.h"
%}

%exception {
  try
  {
    $action
  }
  catch (const itk::ExceptionObject & error)
  {
    SWIG_exception_fail(SWIG_RuntimeError, error.GetDescription());
  }
  catch (...)
  {
    SWIG_exception_fail(SWIG_RuntimeError, "C++ threw an exception of another kind");
  }
}
