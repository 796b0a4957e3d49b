/**
 * Whether igenerator.py says nothing of a type that is not wrapped. The patterns are those of all versions of ITK since 5.2.
 * @param text as a type resolver spells it
 */
export const isNeverWrapped = (text: string): boolean => PATTERNS.some((pattern) => pattern.test(text));

/** Source: `notWrapped` in igenerator.py. */
const PATTERNS = [
  /^itk::AtomicInt<.+>$/,
  /^itk::MapContainer<unsigned long,itk::CellInterface<.+>$/,
  /^itk::VectorContainer<unsigned long,itk::CellInterface<.+>$/,
  /^itk::CellInterface<double,itk::QuadEdgeMeshCellTraitsInfo<.+>$/,
  /^itk::QuadEdgeMeshLineCell<itk::CellInterface<.+>$/,
  /^itk::LibHandle$/,
  /^itk::NeighborhoodAllocator<.+>$/,
  /^itk::ImageRegion<.+>$/,
  /^itk::ImportImageContainer<.+>$/,
  /^itk::DefaultPixelAccessor<.+>$/,
  /^itk::NeighborhoodAccessorFunctor<.+>$/,
  /^itk::DefaultVectorPixelAccessor<.+>$/,
  /^itk::VectorImageNeighborhoodAccessorFunctor<.+>$/,
  /^itk::.*Iterator.*$/,
  /^itk::Neighborhood<.+>$/,
  /^itk::ThreadFunctionType$/,
  /^itk::Functor::.+$/,
  /^itk::SmartPointer<itk::Functor::.+$/,
  /^itk::Function::.+$/,
  /^itk::.+Function.*$/,
  /^itk::watershed::.+$/,
  /^itk::SmartPointer<itk::VoronoiDiagram2D<.+>>$/,
  /^itk::Image<itk::CovariantVector<double,\d+>,\d+>$/,
  /^itk::FixedArray<itk::SmartPointer.+>$/,
  /^itk::SmartPointer<itk::Image.+>$/,
  /^itk::SmartPointer<itk::(?:Image|PointSet|Mesh).+ const>$/,
  /^itk::ObjectFactoryBasePrivate$/,
  /^itk::(?:ThreadPool|MultiThreaderBase)Globals$/,
];
