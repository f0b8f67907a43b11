// Results as TAP: a test passes when nobody has a complaint.

export class Tap {
	count = 0;
	failures = 0;

	// `complaints`: an array of sentences, or a function that gives one in the end. What it throws is one.
	async ok(name, complaints) {
		let said;
		try {
			said = typeof complaints === 'function' ? await complaints() : complaints;
		} catch (error) {
			said = [String(error?.stack ?? error)];
		}
		this.count++;
		this.failures += said.length > 0;
		console.log(`${said.length ? 'not ' : ''}ok ${this.count} - ${name}`);
		for (const line of said.slice(0, 12).flatMap((text) => text.split('\n')))
			console.log(`#   ${line.slice(0, 400)}`);
		if (said.length > 12)
			console.log(`#   and ${said.length - 12} more`);
		return said.length === 0;
	}

	end() {
		console.log(`1..${this.count}`);
		return this.failures ? 1 : 0;
	}
}
