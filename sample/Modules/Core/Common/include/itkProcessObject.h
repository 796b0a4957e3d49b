#ifndef itkProcessObject_h
#define itkProcessObject_h

#include "itkDataObject.h"

namespace itk
{
/** What computes: the root of all filters. */
class ProcessObject : public Object
{
public:
  using Self = ProcessObject;
  using Superclass = Object;
  using Pointer = SmartPointer<Self>;
  using ConstPointer = SmartPointer<const Self>;

  itkOverrideGetNameOfClassMacro(ProcessObject);

  virtual void
  Update()
  {
    if (this->GetMTime() >= m_UpdateMTime)
    {
      this->VerifyPreconditions();
      this->GenerateData();
      this->Modified();
      m_UpdateMTime = this->GetMTime() + 1;
    }
  }
  float GetProgress() const { return m_Progress; }

protected:
  ProcessObject() = default;
  ~ProcessObject() override = default;

  /** Throws if there is something that GenerateData() needs and does not have. */
  virtual void VerifyPreconditions() const {}
  virtual void GenerateData() {}
  void UpdateProgress(float progress) { m_Progress = progress; }

private:
  ModifiedTimeType m_UpdateMTime = 0;
  float            m_Progress = 0.0F;
};
} // namespace itk

#endif
