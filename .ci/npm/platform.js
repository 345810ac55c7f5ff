// Finds the binary of this platform.
const name = `@dotool/${process.platform}-${process.arch}`;

exports.binary = () => {
	try {
		return require.resolve(`${name}/bin/dotool`);
	} catch {
		const { optionalDependencies } = require("./package.json");
		console.error(
			name in optionalDependencies
				? `dotool: error: the package ${name} is not installed\ndotool: hint: install without --omit=optional and --no-optional, on the system that runs it`
				: `dotool: error: there is no dotool for ${process.platform}/${process.arch}\ndotool: hint: on Windows, use the Windows Subsystem for Linux (WSL)`,
		);
		process.exit(1);
	}
};
