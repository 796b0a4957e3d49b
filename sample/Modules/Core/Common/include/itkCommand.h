#ifndef itkCommand_h
#define itkCommand_h

#include "itkObject.h"

namespace itk
{
/** What is called when something happens to an object. */
class Command : public Object
{
public:
  using Self = Command;
  using Superclass = Object;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkOverrideGetNameOfClassMacro(Command);

  virtual void Execute(Object * caller) = 0;

protected:
  Command() = default;
  ~Command() override = default;
};
} // namespace itk

#endif
