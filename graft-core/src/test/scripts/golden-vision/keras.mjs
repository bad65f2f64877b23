// keras.mjs ARCHITECTURE FOLDER: Keras's own layers, in TensorFlow.js, on the weights and pictures that make.py left in
// FOLDER (weights.json: name to [shape, offset]; weights.f32; pictures.f32), to features.f32 and logits.f32.
import fs from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';

const [architecture, folder] = process.argv.slice(2);
const { size, epsilon, tensors } = JSON.parse(fs.readFileSync(`${folder}/weights.json`));
const floats = (name) => {
  const bytes = fs.readFileSync(`${folder}/${name}.f32`);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
};
const all = floats('weights');
const tensor = (name, order) => {
  const [shape, at] = tensors[name];
  const given = tf.tensor(all.subarray(at, at + shape.reduce((a, b) => a * b, 1)), shape);
  return order ? tf.transpose(given, order) : given;
};

const pending = [];  // weights are set once the model stands
const weighted = (layer, x, ...weights) => {
  pending.push([layer, weights]);
  return layer.apply(x);
};
const convolution = (x, name, stride, padding) => {
  const [[filters, , kernel]] = tensors[`${name}.weight`];
  const layer = layers.layers.conv2d({ filters, kernelSize: kernel, strides: stride, padding, useBias: false });
  return weighted(layer, x, () => tensor(`${name}.weight`, [2, 3, 1, 0]));
};
const depthwise = (x, name, stride) => {
  const layer = layers.layers.depthwiseConv2d({ kernelSize: 3, strides: stride, padding: 'same', useBias: false });
  return weighted(layer, x, () => tensor(`${name}.weight`, [2, 3, 0, 1]));
};
const norm = (x, name) => weighted(layers.layers.batchNormalization({ epsilon }), x,
  ...['weight', 'bias', 'running_mean', 'running_var'].map((part) => () => tensor(`${name}.${part}`)));
const relu = (x) => layers.layers.reLU().apply(x);
const relu6 = (x) => layers.layers.reLU({ maxValue: 6 }).apply(x);
const dense = (x, name) => {
  const [[units]] = tensors[`${name}.weight`];
  return weighted(layers.layers.dense({ units }), x, () => tensor(`${name}.weight`, [1, 0]), () => tensor(`${name}.bias`));
};
const mean = (x) => layers.layers.globalAveragePooling2d({}).apply(x);

const zoo = {
  mobilenetv1(x) {
    let y = relu6(norm(convolution(x, 'conv_stem', 2, 'same'), 'bn1'));
    [1, 2, 2, 6, 2].forEach((count, stage) => {
      for (let block = 0; block < count; block++) {
        const name = `blocks.${stage}.${block}`;
        y = relu6(norm(depthwise(y, `${name}.conv_dw`, stage > 0 && block === 0 ? 2 : 1), `${name}.bn1`));
        y = relu6(norm(convolution(y, `${name}.conv_pw`, 1, 'same'), `${name}.bn2`));
      }
    });
    const features = mean(y);
    return [features, dense(features, 'classifier')];
  },
  mobilenetv2(x) {
    let y = relu6(norm(convolution(x, 'features.0.0', 2, 'same'), 'features.0.1'));
    const strides = { 2: 2, 4: 2, 7: 2, 14: 2 };
    for (let block = 1; block <= 17; block++) {
      const name = `features.${block}.conv`;
      let way = y;
      let at = 0;
      if (block > 1) way = relu6(norm(convolution(way, `${name}.${at}.0`, 1, 'same'), `${name}.${at++}.1`));
      way = relu6(norm(depthwise(way, `${name}.${at}.0`, strides[block] ?? 1), `${name}.${at++}.1`));
      way = norm(convolution(way, `${name}.${at}`, 1, 'same'), `${name}.${at + 1}`);
      const alike = !strides[block] && way.shape[3] === y.shape[3];
      y = alike ? layers.layers.add().apply([y, way]) : way;
    }
    y = relu6(norm(convolution(y, 'features.18.0', 1, 'same'), 'features.18.1'));
    const features = mean(y);
    return [features, dense(features, 'classifier.1')];
  },
  xception(x) {
    const separable = (y, name) => {
      const [[filters]] = tensors[`${name}.pointwise.weight`];
      const layer = layers.layers.separableConv2d({ filters, kernelSize: 3, padding: 'same', useBias: false });
      return weighted(layer, y, () => tensor(`${name}.conv1.weight`, [2, 3, 0, 1]),
        () => tensor(`${name}.pointwise.weight`, [2, 3, 1, 0]));
    };
    let y = relu(norm(convolution(x, 'conv1', 2, 'valid'), 'bn1'));
    y = relu(norm(convolution(y, 'conv2', 1, 'valid'), 'bn2'));
    for (let block = 1; block <= 12; block++) {
      const middle = block > 3 && block < 12;
      let way = y;
      for (let i = 0; i < (middle ? 3 : 2); i++) {
        const first = block === 1 ? 3 * i : 3 * i + 1;  // of the separable convolution in timm's list
        if (block > 1 || i > 0) way = relu(way);
        way = norm(separable(way, `block${block}.rep.${first}`), `block${block}.rep.${first + 1}`);
      }
      let shortcut = y;
      if (!middle) {
        way = layers.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }).apply(way);
        shortcut = norm(convolution(y, `block${block}.skip`, 2, 'same'), `block${block}.skipbn`);
      }
      y = layers.layers.add().apply([way, shortcut]);
    }
    y = relu(norm(separable(y, 'conv3'), 'bn3'));
    y = relu(norm(separable(y, 'conv4'), 'bn4'));
    const features = mean(y);
    return [features, dense(features, 'fc')];
  },
};

const input = layers.input({ shape: [size, size, 3] });
const model = layers.model({ inputs: input, outputs: zoo[architecture](input) });
pending.forEach(([layer, weights]) => layer.setWeights(weights.map((weight) => weight())));
const pictures = floats('pictures');
const outputs = model.predict(tf.transpose(tf.tensor(pictures, [pictures.length / (3 * size * size), 3, size, size]), [0, 2, 3, 1]));
['features', 'logits'].forEach((kind, i) => fs.writeFileSync(`${folder}/${kind}.f32`, Buffer.from(outputs[i].dataSync().buffer)));
