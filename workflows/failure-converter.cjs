// What failures say, and their stacks, travel as payloads, so that the codec closes them like all else. CommonJS, because the
// SDK loads it by its path, in Node and in the bundle of the workflows.
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
