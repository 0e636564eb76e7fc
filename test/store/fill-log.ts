/** Appends to a log until two appends in a row have failed; run under a limit on file size. */
import { AppendLog } from '../../src/store/append-log.ts';

const log = await AppendLog.open(process.argv[2]!);
if (!log.ok) throw new Error(log.error.message);
let appended = 0;
const codes: string[] = [];
while (codes.length < 2) {
  const result = await log.value.append({ text: 'x'.repeat(1500) });
  if (result.ok) appended += 1;
  else codes.push(result.error.code);
}
console.log(JSON.stringify({ appended, codes }));
