// Evaluates one FEEL expression a line ({"expression": ..., "context": ...}) with feelin.
import { createInterface } from 'node:readline';
import { evaluate } from 'feelin';

const plain = (value) => {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'function') return { '@type': 'function' };
  if (typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
  return { '@text': String(value) };  // dates, times, durations
};

for await (const line of createInterface({ input: process.stdin })) {
  const { expression, context } = JSON.parse(line);
  let answer;
  try {
    answer = { value: plain(evaluate(expression, context).value) };
  } catch (failure) {
    answer = { error: String(failure.message).slice(0, 200) };
  }
  console.log(JSON.stringify(answer));
}
