#ifndef itkObject_h
#define itkObject_h

#include "itkLightObject.h"

namespace itk
{
/** Knows when it was last changed. */
class Object : public LightObject
{
public:
  using Self = Object;
  using Superclass = LightObject;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkNewMacro(Self);
  itkOverrideGetNameOfClassMacro(Object);

  virtual void Modified() const { m_MTime = ++m_Clock; }
  virtual ModifiedTimeType GetMTime() const { return m_MTime; }
  virtual void SetDebug(bool debug) { m_Debug = debug; }
  bool GetDebug() const { return m_Debug; }

protected:
  Object() = default;
  ~Object() override = default;

private:
  inline static ModifiedTimeType m_Clock = 0;
  mutable ModifiedTimeType       m_MTime = 0;
  bool                           m_Debug = false;
};
} // namespace itk

#endif
