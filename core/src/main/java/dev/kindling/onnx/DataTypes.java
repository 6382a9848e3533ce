package dev.kindling.onnx;

import java.util.List;

/** The numbers that ONNX gives to the kinds of elements of a tensor. */
final class DataTypes {

  static final int FLOAT = 1;
  static final int UINT8 = 2;
  static final int INT64 = 7;
  static final int DOUBLE = 11;

  /** By number; those after the last are seldom seen and go by their number. */
  private static final List<String> NAMES =
      List.of(
          "undefined",
          "float",
          "uint8",
          "int8",
          "uint16",
          "int16",
          "int32",
          "int64",
          "string",
          "bool",
          "float16",
          "double",
          "uint32",
          "uint64",
          "complex64",
          "complex128",
          "bfloat16");

  private DataTypes() {}

  static String name(int type) {
    return type >= 0 && type < NAMES.size() ? NAMES.get(type) : "type " + type;
  }
}
