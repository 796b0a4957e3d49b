import assert from 'node:assert/strict';
import { parseQuery } from '../../../../server/src/wrapping/why/query';
import type { TypeExpression } from '../../../../server/src/wrapping/why/type-expression';

/** The type in one line: `Image[F,2]`. */
const shown = ({ name, args }: TypeExpression): string =>
  args === null ? name : `${name}[${args.map(shown).join(',')}]`;

const read = (text: string): string | null => {
  const query = parseQuery(text);
  return query && shown(query.type);
};

describe('a question about a wrapped type', () => {
  it('is a Python expression', () => {
    assert.equal(
      read('itk.MedianImageFilter[itk.Image[itk.D,4], itk.Image[itk.D,4]]'),
      'MedianImageFilter[Image[D,4],Image[D,4]]',
    );
    assert.equal(read('itk.Image[itk.Vector[itk.F, 3], 2].New()'), 'Image[Vector[F,3],2]');
    assert.equal(read('filter = itk.MedianImageFilter.New(image)'), 'MedianImageFilter');
    assert.equal(read('itk.median_image_filter(image, radius=2)'), 'median_image_filter');
  });

  it('is a C++ type or a wrapped name', () => {
    assert.equal(
      read('itk::Image< itk::RGBPixel<unsigned  char>, 2 >'),
      'itk::Image[itk::RGBPixel[unsigned char],2]',
    );
    assert.equal(read('::itk::Object'), 'itk::Object');
    assert.equal(read('itkMedianImageFilterID4ID4'), 'itkMedianImageFilterID4ID4');
  });

  it('is a message of itk', () => {
    assert.equal(
      read(
        'TypeError: itk.MedianImageFilter is not wrapped for input type `itk.Image[itk.D,4]`.\n\nTo limit',
      ),
      'MedianImageFilter[Image[D,4]]',
    );
    assert.equal(
      read(
        'KeyError: "itkTemplate : No template (<class \'itkImagePython.itkImageD4\'>, <itkCType signed short>, 3) for the itk::FooFilter class"',
      ),
      'itk::FooFilter[itkImageD4,signed short,3]',
    );
    assert.equal(
      read("Warning: Unknown parameter 'itk::Image<double,4>' in template 'itk::ImageSource'"),
      'itk::Image[double,4]',
    );
    assert.equal(
      read(
        "itkFoo.i:40: Warning 401: Nothing known about base class 'itk::ImageSource< itk::Image< double,4 > >'. Ignored.",
      ),
      'itk::ImageSource[itk::Image[double,4]]',
    );
    assert.equal(read("AttributeError: module 'itk' has no attribute 'FooFilter'"), 'FooFilter');
    assert.equal(read("AttributeError: 'LazyITKModule' object has no attribute 'FooFilter'"), 'FooFilter');
    assert.equal(
      read("RuntimeError: Can't downcast to a specialization of MedianImageFilter"),
      'MedianImageFilter',
    );
  });

  it('is the expression of a traceback if the message names no type', () => {
    const traceback = [
      'Traceback (most recent call last):',
      '  File "a.py", line 3, in <module>',
      '    smoothed = itk.MedianImageFilter[itk.Image[itk.D,4], itk.Image[itk.D,4]].New()',
      '  File "site-packages/itk/support/template_class.py", line 531, in __getitem__',
      '    raise itk.TemplateTypeError(self, key)',
      'itk.support.extras.TemplateTypeError: itk.MedianImageFilter is not wrapped for input type `None`.',
    ].join('\n');
    assert.equal(read(traceback), 'MedianImageFilter[Image[D,4],Image[D,4]]');
    assert.equal(
      read('    mean = itk.mean_image_filter(x)\nRuntimeError: No suitable template parameter can be found.'),
      'mean_image_filter',
    );
  });

  it('is refused if it names nothing', () => {
    for (const text of ['', '42', 'why?', 'itk.', '[[[', `itk.Image[${'['.repeat(5000)}`])
      assert.equal(parseQuery(text), null, text.slice(0, 20));
  });

  it('names only the first arguments if it is a message about inputs', () => {
    assert.equal(parseQuery('itk.F is not wrapped for input type `itk.D`')?.isPartial, true);
    assert.equal(parseQuery('itk.F[itk.D]')?.isPartial, false);
  });
});
