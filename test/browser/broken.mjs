// A site on which everything is wrong that the tests look for, to see that they find it.
import { createServer } from 'node:http';

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'";

const BROKEN = `<html><head><title>x</title></head><body>
<h1>One</h1><h1>Two</h1><div style="color:#999">pale</div><img src="/nothing.png">
<div class="wide">wide</div><a href="/dead">dead</a><a href="http://other.invalid/">other</a>
<input class="bare"><button>trapped</button><p id="twice">{=</p><p id="twice"></p>
<main></main><script>document.title = 'inline'</script><script src="/nothing.js"></script><script src="/broken.js"></script></body></html>`;

const STYLE = '.wide { width: 2000px } p { color: #ccc } .bare { outline: none }';

const SCRIPT = `document.querySelector('main').textContent = 'only with script';
document.querySelector('button').addEventListener('keydown', (event) => event.preventDefault());
fetch('http://127.0.0.2:9/').catch(() => {});
console.error('wrong');
throw new Error('thrown');`;

const FILES = {
	'/': ['text/html', BROKEN.replace('</head>', '<link rel="stylesheet" href="/broken.css"></head>')],
	'/broken.css': ['text/css', STYLE],
	'/broken.js': ['text/javascript', SCRIPT],
};

export function serveBroken() {
	const server = createServer((request, response) => {
		const [type, text] = FILES[request.url] ?? ['text/plain', 'nothing'];
		response.writeHead(FILES[request.url] ? 200 : 404, {
			'content-type': type, 'content-security-policy': POLICY,
		});
		response.end(text);
	});
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve({
			url: `http://127.0.0.1:${server.address().port}`,
			close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
		}));
	});
}
