// Enhancement only: every page says all it has to say without this file.
(() => {
	const root = document.documentElement;
	const numbers = new Intl.NumberFormat(root.lang === "ar" ? "ar-u-nu-latn" : root.lang);

	// What does nothing without script is shown from here on only.
	root.classList.add("js");

	// 1. Printing.
	document.addEventListener("click", (event) => {
		if (event.target.closest("[data-print]")) {
			event.preventDefault();
			print();
		}
	});

	// 2. The cursor of a chart: pointer and arrow keys; the numbers of the day are read aloud.
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
