/*
 * The type that the probe wraps: one small class, which needs the compiler's standard headers and no library of ITK, so that it can be
 * wrapped before ITK is built. Its files have the names and the form of those that CMake writes for a type.
 */

export const TYPE = 'itkWrapProbe';
export const MODULE = 'ITKWrapProbe';
/** What `GetAnswer()` returns. */
export const ANSWER = 42;

/** The header of the class. It includes the headers that old versions of castxml stumble over. */
export const HEADER = `#ifndef itkWrapProbe_h
#define itkWrapProbe_h
#include <complex>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace itk
{
class WrapProbe
{
public:
  unsigned int
  GetAnswer() const
  {
    const std::vector<std::string> words(6, "1234567");
    std::function<std::size_t(const std::string &)> length = [](const std::string & word) { return word.size(); };
    unsigned int sum = 0;
    for (const std::string & word : words)
    {
      sum += static_cast<unsigned int>(length(word));
    }
    return sum;
  }
};
} // namespace itk
#endif
`;

/** The source for castxml, as in Wrapping/Generators/CastXML/wrap_.cxx.in. `header`: its absolute path. */
export const castxmlSource = (header: string): string => `#include "${header}"

namespace _wrapping_
{
  const char* const group = "";
  namespace wrappers
  {
    using itkWrapProbe=itk::WrapProbe;
  }

  void force_instantiate()
  {
    using namespace _wrapping_::wrappers;
    (void)sizeof(itkWrapProbe);
  }
}
`;

/** What igenerator makes the SwigInterface.h from. */
export const swigInterface = (header: string): string => `#include "${header}"

using itkWrapProbe = itk::WrapProbe;
`;

/** The part of the interface file that CMake writes, as in Wrapping/Generators/Python/module_ext.i.in. */
export const INTERFACE_EXTENSION = `%insert("begin") %{
#include "stdlib.h"
%}

%import pyBase.i

`;

/** The modules of the package that the Python of the type imports. Nothing in them is needed. */
export const EMPTY_MODULES = ['__init__', 'pyBasePython', '_ITKCommonPython', '_ITKPyBasePython'] as const;

/** Imports the type, and calls it. Python gets the folder of the package as its argument. */
export const IMPORT_SCRIPT = `import sys
sys.path.insert(0, sys.argv[1])
import itk.itkWrapProbePython as module
answer = module.itkWrapProbe().GetAnswer()
print(answer)
sys.exit(0 if answer == ${ANSWER} else 3)
`;
