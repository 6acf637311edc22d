# SPDX-License-Identifier: EUPL-1.2
"""Ask a language model's server whether it is there and knows the model. No text of a newsletter is sent."""

from pipeline.engines.llm_transport import client
from pipeline.engines.openai_writer import OpenAIWriter

PATIENCE = 10.0  # seconds


def probe(writer: OpenAIWriter) -> str:
    """Ask for the list of models → what is wrong, empty where nothing is."""
    import openai  # takes 0.6 s

    to = writer.settings
    try:
        with client(to.base_url, PATIENCE, writer.proxy, writer.ca_file) as http:
            asked = openai.OpenAI(
                api_key=writer.key or "none", base_url=to.base_url, http_client=http, max_retries=0, timeout=PATIENCE
            )
            known = [model.id for model in asked.models.list().data]
    except openai.AuthenticationError:
        return "the server refuses the key"
    except openai.APIStatusError as wrong:
        return f"the server answers with status {wrong.status_code}"
    except openai.APIConnectionError:
        return "the server does not answer"
    return "" if to.model in known or not known else f"the server knows {', '.join(known[:5])}, but not this model"
