package dev.kindling.experiments;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the epochs of a training need to know of its recipe. */
interface Course {

  /** How many epochs there are. */
  int epochs();

  /** Pictures in a step. */
  int batchSize();

  /** After how many epochs without a better one it ends; 0 goes through all. */
  int patience();

  /** What is done to pictures before the network sees them. */
  Preprocessing preprocessing();

  /** What the classifier's file keeps of the recipe. */
  ObjectNode toJson();
}
