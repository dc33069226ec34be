package org.shoestring.pipeline;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What every stage's own main takes. */
public interface StageOptions extends PipelineOptions {
  @Description("The workspace that the output goes to")
  @Validation.Required
  String getWorkspace();

  void setWorkspace(String workspace);

  @Description("The compression of the workspace: gzip or bzip2")
  @Default.String("gzip")
  String getCompression();

  void setCompression(String compression);

  @Description("The compression level, 1 to 9; 0 for the default of the compression")
  @Default.Integer(0)
  Integer getCompressionLevel();

  void setCompressionLevel(Integer level);
}
