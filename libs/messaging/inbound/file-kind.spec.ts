import { inspect, LARGEST_FILE } from './file-kind.js';

const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj');
const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const executable = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);

describe('a file that comes with an answer', () => {
  it('is known by its bytes, not by its name', async () => {
    expect(await inspect('report.exe', pdf)).toEqual({ mediaType: 'application/pdf' });
    expect(await inspect('photo', png)).toEqual({ mediaType: 'image/png' });
    expect(await inspect('report.pdf', executable)).toHaveProperty('refused');
    expect(await inspect('report.txt', executable)).toHaveProperty('refused');
  });

  it('may be text when its name says so and its bytes agree', async () => {
    expect(await inspect('list.csv', Buffer.from('a;b\r\n1;2'))).toEqual({ mediaType: 'text/csv' });
    expect(await inspect('заметка.TXT', Buffer.from('Сделано'))).toEqual({ mediaType: 'text/plain' });
    expect(await inspect('list.csv', Buffer.from([0x61, 0x00, 0x62]))).toHaveProperty('refused');
    expect(await inspect('page.html', Buffer.from('<script>alert(1)</script>'))).toHaveProperty('refused');
  });

  it('is refused when it is empty or too large', async () => {
    expect(await inspect('a.txt', Buffer.alloc(0))).toEqual({ refused: { why: 'empty' } });
    expect(await inspect('a.txt', Buffer.alloc(LARGEST_FILE + 1, 'a'))).toEqual({ refused: { why: 'large' } });
  });
});
