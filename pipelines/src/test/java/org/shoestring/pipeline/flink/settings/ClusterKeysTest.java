package org.shoestring.pipeline.flink.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;

/** Compared with all options that Flink has. */
class ClusterKeysTest {
  /** Of Flink's own, of what it no longer has, and parts of keys that begin otherwise. */
  private static final Pattern NOT_FOR_FILES =
      Pattern.compile(
          "\\$internal\\..*|queryable-state\\..*|akka\\..*|<parameter>|class|interval|enabled|factory\\.class"
              + "|scope\\.delimiter|scope\\.variables\\..*|filter\\..*");

  /** An option that a later version of Flink has in a class of its own is found here. */
  @Test
  void isKnown_keysOfAllOptions_are() throws Exception {
    Set<String> unknown = new TreeSet<>();
    int count = 0;
    for (JavaClass found :
        new ClassFileImporter()
            .importPackages(
                "org.apache.flink.configuration",
                "org.apache.flink.runtime.highavailability",
                "org.apache.flink.runtime.shuffle")) {
      if (!found.getSimpleName().endsWith("Options")) {
        continue;
      }
      for (JavaField field : found.getFields()) {
        if (field.getRawType().isEquivalentTo(ConfigOption.class)
            && field
                .getModifiers()
                .containsAll(List.of(JavaModifier.PUBLIC, JavaModifier.STATIC))) {
          String key = ((ConfigOption<?>) field.reflect().get(null)).key();
          count++;
          if (!ClusterKeys.isKnown(key)) {
            unknown.add(key);
          }
        }
      }
    }

    assertThat(count).isGreaterThan(400);
    assertThat(unknown).allMatch(key -> NOT_FOR_FILES.matcher(key).matches());
  }
}
