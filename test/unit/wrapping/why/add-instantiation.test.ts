import assert from 'node:assert/strict';
import { loadParser } from '../../../../server/src/cmake/syntax/parse';
import { lineToAdd, withLines } from '../../../../server/src/wrapping/why/add-instantiation';

const FILE = '/src/wrapping/itkImage.wrap';
const TEXT = `itk_wrap_class("itk::ImageBase" POINTER)
  itk_wrap_template("2" "2")
itk_end_wrap_class()

if(ON)
  itk_wrap_class("itk::Image" POINTER)
    itk_wrap_template("F2" "float, 2")
  itk_end_wrap_class()
endif()
`;

describe('a line that wraps an instantiation', () => {
  const lineFor = async (className: string, ...args: string[]) => {
    const parser = await loadParser();
    const variables = new Map([
      ['ITKT_D', 'double'],
      ['ITKM_D', 'D'],
    ]);
    const script = parser.parseScript(TEXT);
    return lineToAdd({ file: FILE, text: TEXT, script }, className, args, variables);
  };

  it('goes to the end of the block of its class, indented like the others', async () => {
    const line = await lineFor('itk::Image', 'double', '4');
    assert.deepEqual(line, {
      file: FILE,
      line: 7,
      text: '    itk_wrap_template("${ITKM_D}4" "${ITKT_D}, 4")',
    });
  });

  it('does not exist if the file has no block for the class', async () =>
    assert.equal(await lineFor('itk::Vector', 'double'), null));

  it('is inserted with others, which count lines as they were before', async () => {
    const [image, base] = [await lineFor('itk::Image', 'double', '4'), await lineFor('itk::ImageBase', '4')];
    const text = withLines(TEXT, [base!, image!]).split('\n');
    assert.equal(text[2], '  itk_wrap_template("4" "4")');
    assert.equal(text[8], image!.text);
    assert.equal(text[9], '  itk_end_wrap_class()');
  });
});
