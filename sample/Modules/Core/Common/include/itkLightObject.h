#ifndef itkLightObject_h
#define itkLightObject_h

#include "itkMacro.h"
#include "itkSmartPointer.h"

namespace itk
{
/** The root of all classes: counts references. */
class LightObject
{
public:
  using Self = LightObject;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);

  virtual const char * GetNameOfClass() const { return "LightObject"; }

  void Register() const { ++m_ReferenceCount; }
  void
  UnRegister() const
  {
    if (--m_ReferenceCount == 0)
    {
      delete this;
    }
  }
  int GetReferenceCount() const { return m_ReferenceCount; }

protected:
  LightObject() = default;
  virtual ~LightObject() = default;

private:
  LightObject(const LightObject &) = delete;
  void operator=(const LightObject &) = delete;

  mutable int m_ReferenceCount = 0;
};
} // namespace itk

#endif
