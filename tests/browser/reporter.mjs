// Prints one line per test, what failed and why, and the sum last.
export default async function* report(events) {
  const failures = [];
  let passed = 0;
  for await (const { type, data } of events) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details.type === "suite" || data.name.endsWith(".mjs")) {
      // A file counts only if it could not be run at all.
      if (type === "test:pass" || data.details.error?.failureType === "subtestsFailed") continue;
    }
    const seconds = (data.details.duration_ms / 1000).toFixed(1);
    if (type === "test:pass") {
      passed += 1;
      yield `ok      ${data.name} (${seconds} s)\n`;
    } else {
      failures.push(data);
      yield `FAILED  ${data.name} (${seconds} s)\n`;
    }
  }
  for (const { name, details } of failures) {
    const cause = details.error?.cause ?? details.error;
    yield `\n-- ${name}\n${cause?.stack ?? cause?.message ?? cause}\n`;
  }
  yield `\n${passed} passed, ${failures.length} failed\n`;
}
