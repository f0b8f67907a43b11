// Enhancement only: every page says all it has to say without this file.
(() => {
	const root = document.documentElement;
	const numbers = new Intl.NumberFormat(root.lang === "ar" ? "ar-u-nu-latn" : root.lang);

	// What does nothing without script is shown from here on only.
	root.classList.add("js");

	// 1. In a strip that is moved to and fro, the link to where one is comes into sight.
	const nav = document.querySelector(".nav");
	const here = nav && nav.querySelector("[aria-current]");

	if (here) {
		const [strip, link] = [nav, here].map((node) => node.getBoundingClientRect());
		nav.scrollLeft += link.left + link.width / 2 - strip.left - strip.width / 2;
	}

	// 2. Printing.
	document.addEventListener("click", (event) => {
		if (event.target.closest("[data-print]")) {
			event.preventDefault();
			print();
		}
	});

	// 3. A table that is folded is no table any more to some browsers; what its parts are is then said by their roles.
	document.querySelectorAll("table.fold").forEach((table) => {
		const name = (parts, role) => [...parts].forEach((part) => part.setAttribute("role", role));

		name([table], "table");
		name(table.querySelectorAll("thead, tbody"), "rowgroup");
		name(table.rows, "row");
		name(table.querySelectorAll("td"), "cell");
		name(table.querySelectorAll("thead th"), "columnheader");
		name(table.querySelectorAll("tbody th"), "rowheader");
	});

	// 4. The cursor of a chart: pointer and arrow keys; the numbers of the day are read aloud.
	const series = (text) => (text || "").split(" ").map((v) => (v === "-" || v === "" ? null : Number(v)));

	document.querySelectorAll("svg[data-chart]").forEach((svg) => {
		const data = svg.dataset;
		const days = data.labels.split("|");
		const lines = [[data.la, series(data.a)], [data.lb, series(data.b)], [data.ld, series(data.d)]];
		const cursor = svg.querySelector(".cur");
		const out = svg.parentNode.querySelector(".readout");
		let at = days.length - 1;

		if (!cursor || !out)
			return;
		const show = (day) => {
			at = Math.max(0, Math.min(days.length - 1, day));
			const x = Number(data.x0) + at * Number(data.dx);
			const said = lines
				.filter(([name, values]) => name && values[at] !== null && values[at] !== undefined)
				.map(([name, values]) => `${name} ${numbers.format(values[at])}`);
			cursor.setAttribute("x1", x);
			cursor.setAttribute("x2", x);
			svg.classList.add("on");
			out.textContent = `${days[at]}: ${said.join(" · ")}`;
		};
		const hide = () => svg.classList.remove("on");

		svg.tabIndex = 0;
		svg.addEventListener("pointermove", (event) => {
			const point = new DOMPoint(event.clientX, event.clientY);
			const x = point.matrixTransform(svg.getScreenCTM().inverse()).x;
			show(Math.round((x - Number(data.x0)) / Number(data.dx)));
		});
		svg.addEventListener("pointerleave", hide);
		svg.addEventListener("blur", hide);
		svg.addEventListener("keydown", (event) => {
			const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
			if (step) {
				event.preventDefault();
				show(at + step);
			}
		});
	});
})();
